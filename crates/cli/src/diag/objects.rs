//! Tokens, presentations and calls: what each of their members is. Source: `spec/token.md` and `spec/call.md`.

use ciborium::Value;
use depute::{Call, Endorsement, Grant, Link, Presentation, RevocationList, Token, UnixTime, VerifyingKey};

use super::grants::{budget, clause, named, number_of};
use super::{Item, decode, scalar};
use crate::failure::Failure;
use crate::names::Names;
use crate::verb::hex;

/// A member of a map: its number, its name, and how its value is described.
type Member = (i128, &'static str, fn(&Value, &About<'_>) -> Item);

/// What is known beside the bytes.
pub(crate) struct About<'a> {
    pub(crate) names: &'a Names,
    /// The grant that clauses and budgets stand in, for their texts.
    pub(crate) grant: Option<&'a Grant<'a>>,
    /// The list that statements stand in, for their ids.
    pub(crate) list: Option<&'a RevocationList>,
}

const CLAIMS: &[Member] = &[
    (1, "iss", key),
    (2, "sub", plain),
    (3, "aud", plain),
    (4, "exp", time),
    (5, "nbf", time),
    (6, "iat", time),
    (7, "cti", plain),
    (8, "cnf", cnf),
    (-65537, "mandate", mandate),
];

const MANDATE: &[Member] = &[
    (1, "clauses", clauses),
    (2, "depth: links that may follow", plain),
    (3, "budgets", budgets),
    (4, "intent", plain),
    (5, "agent", plain),
    (6, "agent type", plain),
    (7, "task", plain),
    (8, "organization", plain),
    (9, "environment", plain),
    (10, "evidence: how the authorizer was identified", evidence),
];

const PROOF: &[Member] = &[(3, "aud", plain), (6, "iat", time), (10, "nonce", plain)];

const ENDORSEMENT: &[Member] =
    &[(1, "signer", key), (3, "aud", plain), (4, "exp", time), (6, "iat", time), (10, "nonce", plain)];

const STATEMENT: &[Member] = &[(1, "signer", key), (6, "iat", time), (-65537, "target", target)];

const LIST: &[Member] = &[(1, "list key", key), (4, "next update", time), (6, "iat", time), (-65537, "list", numbered)];

const NUMBERED: &[Member] = &[(1, "number", plain), (2, "statements", statements)];

/// Targets of a statement by their number.
const TARGETS: &[(i128, &str)] =
    &[(0, "link"), (1, "key"), (2, "task"), (3, "organization"), (4, "authorizer"), (5, "lift")];

const COSE_KEY: &[Member] = &[(1, "kty: OKP", plain), (-1, "crv: Ed25519", plain), (-2, "x", key)];

/// A token that stands alone.
pub(crate) fn token(token: &Token, names: &Names) -> Result<Item, Failure> {
    Ok(chain(&decode(token.as_bytes())?, token, names)?.named("token"))
}

/// A presentation.
pub(crate) fn presentation(presentation: &Presentation, names: &Names) -> Result<Item, Failure> {
    let value = decode(presentation.as_bytes())?;
    let inside = presentation.unverified_token()?;
    let mut described = Vec::new();
    for (place, member) in members(&value).iter().enumerate() {
        described.push(match place {
            0 => Item::plain(member).named("version"),
            1 => chain(member, &inside, names)?.named("token"),
            2 => signed(member, PROOF, &About { names, grant: None, list: None })?.named("call proof"),
            _ => endorsements(member, names)?.named("endorsements"),
        });
    }
    Ok(Item::array(described).tall().named("presentation"))
}

/// An endorsement that stands alone.
pub(crate) fn endorsement(endorsement: &Endorsement, names: &Names) -> Result<Item, Failure> {
    let value = decode(endorsement.as_bytes())?;
    let mut described = Vec::new();
    for (place, member) in members(&value).iter().enumerate() {
        described.push(match place {
            0 => Item::plain(member).named("version"),
            _ => endorsed(member, names)?.named("endorsement"),
        });
    }
    Ok(Item::array(described).tall())
}

fn endorsements(value: &Value, names: &Names) -> Result<Item, Failure> {
    let described = members(value).iter().map(|member| endorsed(member, names)).collect::<Result<Vec<_>, _>>()?;
    Ok(Item::array(described))
}

/// A kind and what is signed: kind 0 is Depute's own.
fn endorsed(value: &Value, names: &Names) -> Result<Item, Failure> {
    let mut described = Vec::new();
    for (place, member) in members(value).iter().enumerate() {
        described.push(match place {
            0 => Item::plain(member).named("kind"),
            _ => signed(member, ENDORSEMENT, &About { names, grant: None, list: None })?,
        });
    }
    Ok(Item::array(described).tall())
}

/// A revocation list.
pub(crate) fn list(list: &RevocationList, names: &Names) -> Result<Item, Failure> {
    let value = decode(list.as_bytes())?;
    let about = About { names, grant: None, list: Some(list) };
    let mut described = Vec::new();
    for (place, member) in members(&value).iter().enumerate() {
        described.push(match place {
            0 => Item::plain(member).named("version"),
            _ => signed(member, LIST, &about)?.named(&format!("list, id {}", hex(list.id()))),
        });
    }
    Ok(Item::array(described).tall())
}

/// A call's canonical bytes.
pub(crate) fn call(call: &Call) -> Result<Item, Failure> {
    let mut said = format!("call, digest {}", hex(call.digest()));
    if let Some(http) = call.http() {
        said.push_str(&format!("; the request {} {}", http.method(), http.target()));
    }
    Ok(Item::plain(&decode(call.canonical())?).named(&said))
}

fn chain(value: &Value, token: &Token, names: &Names) -> Result<Item, Failure> {
    let (links, ids) = (token.unverified_links(), token.unverified_ids());
    let mut described = Vec::new();
    for (place, member) in members(value).iter().enumerate() {
        let Some(above) = place.checked_sub(1) else {
            described.push(Item::plain(member).named("version"));
            continue;
        };
        let about = About { names, grant: links.get(above).map(Link::unverified_grant), list: None };
        let id = ids.get(above).map(hex).unwrap_or_default();
        described.push(signed(member, CLAIMS, &about)?.named(&format!("link {place}, id {id}")));
    }
    Ok(Item::array(described).tall())
}

/// Whatever is signed: headers, the payload opened, the signature.
pub(crate) fn signed(value: &Value, claims: &[Member], about: &About<'_>) -> Result<Item, Failure> {
    let mut described = Vec::new();
    for (place, member) in members(value).iter().enumerate() {
        described.push(match (place, member) {
            (0, Value::Bytes(bytes)) => Item::opened(Item::plain(&decode(bytes)?)).named("protected, alg: Ed25519"),
            (1, _) => Item::plain(member).named("unprotected"),
            (2, Value::Bytes(bytes)) => Item::opened(map(&decode(bytes)?, claims, about).tall()).named("payload"),
            (3, _) => Item::plain(member).named("signature"),
            _ => Item::plain(member),
        });
    }
    Ok(Item::array(described).tall())
}

/// A map whose keys are numbers, each member under its name.
pub(crate) fn map(value: &Value, known: &[Member], about: &About<'_>) -> Item {
    let Value::Map(entries) = value else { return Item::plain(value) };
    let described = entries.iter().map(|(number, value)| {
        let member = known.iter().find(|(known, _, _)| Some(*known) == number_of(number));
        let item = match member {
            Some((_, name, describe)) => describe(value, about).named(name),
            None => Item::plain(value),
        };
        (scalar(number), item)
    });
    Item::map(described.collect())
}

fn members(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

pub(crate) fn plain(value: &Value, _about: &About<'_>) -> Item {
    Item::plain(value)
}

/// A key, under its name here if it has one, else its `did:key`.
pub(crate) fn key(value: &Value, about: &About<'_>) -> Item {
    let key = value.as_bytes().and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    let key = key.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    let said = key.map(|key| about.names.name(&key).map_or_else(|| key.to_string(), str::to_owned));
    Item::plain(value).named(&said.unwrap_or_default())
}

/// Seconds since 1970, as a date.
pub(crate) fn time(value: &Value, _about: &About<'_>) -> Item {
    let time = number_of(value).and_then(|secs| u64::try_from(secs).ok()).map(UnixTime::from_secs);
    let said = match time {
        Some(Ok(time)) => time.to_string(),
        _ => String::new(),
    };
    Item::plain(value).named(&said)
}

/// The holder's key, as COSE has it.
fn cnf(value: &Value, about: &About<'_>) -> Item {
    let Value::Map(entries) = value else { return Item::plain(value) };
    let described = entries.iter().map(|(number, value)| (scalar(number), map(value, COSE_KEY, about)));
    Item::map(described.collect()).named("the holder")
}

fn evidence(value: &Value, about: &About<'_>) -> Item {
    let named = ["kind", "digest", "when", "assurance"].into_iter().zip(members(value));
    let described = named.map(|(name, value)| {
        let item = if name == "when" { time(value, about) } else { Item::plain(value) };
        item.named(name)
    });
    Item::array(described.collect())
}

fn numbered(value: &Value, about: &About<'_>) -> Item {
    map(value, NUMBERED, about).tall()
}

fn statements(value: &Value, about: &About<'_>) -> Item {
    let known = about.list.map(RevocationList::unverified_statements).unwrap_or_default();
    let described = members(value).iter().enumerate().map(|(place, value)| {
        let id = known.get(place).map(|statement| format!(", id {}", hex(statement.id())));
        // Cannot fail: the list was read, and every payload in it.
        let item = signed(value, STATEMENT, about).unwrap_or_else(|_| Item::plain(value));
        item.named(&format!("statement{}", id.unwrap_or_default()))
    });
    Item::array(described.collect()).tall()
}

/// What a statement is about: a number, then what names it.
fn target(value: &Value, about: &About<'_>) -> Item {
    let [number, rest @ ..] = members(value) else { return Item::plain(value) };
    let what = number_of(number).and_then(|number| named(TARGETS, number)).unwrap_or_default();
    let described = rest.iter().enumerate().map(|(place, member)| match (what, place) {
        ("key" | "task" | "organization" | "authorizer", 0) => key(member, about),
        _ => Item::plain(member),
    });
    Item::array(std::iter::once(Item::plain(number).named(what)).chain(described).collect())
}

fn mandate(value: &Value, about: &About<'_>) -> Item {
    map(value, MANDATE, about).tall()
}

fn clauses(value: &Value, about: &About<'_>) -> Item {
    let texts = about.grant.map(Grant::clauses).unwrap_or_default();
    let text = |place: usize| texts.get(place).map(ToString::to_string).unwrap_or_default();
    Item::array(members(value).iter().enumerate().map(|(place, value)| clause(value, &text(place))).collect()).tall()
}

fn budgets(value: &Value, about: &About<'_>) -> Item {
    let texts = about.grant.map(Grant::budgets).unwrap_or_default();
    let text = |place: usize| texts.get(place).map(ToString::to_string).unwrap_or_default();
    Item::array(members(value).iter().enumerate().map(|(place, value)| budget(value, &text(place))).collect()).tall()
}
