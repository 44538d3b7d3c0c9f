//! One question, one answer. Every kind of question is asked of the function that a program would call.

use std::sync::Arc;

use depute::{
    Authorizer, Budget, Call, ChainCache, Clause, Denied, Endorsement, Malformed, Mint, Policy, Presentation,
    RevocationList, Revocations, Revoked, Signer, SigningKey, Token, Trust, TrustEntry, UnixTime, Verified, Verifier,
    VerifyingKey, verify_signature,
};
use serde_json::{Value, json};

use super::question::{self, Asked, NoAnswer, bytes, from_hex, list, text, time, unclear};
use crate::names::Names;
use crate::verb::{hex, verdict};

/// Room for any chain that is lawful.
const CACHE_BYTES: usize = 1 << 25;

/// The answer to a vector's `do` and `input`.
pub(super) fn to(vector: &Value) -> Value {
    let empty = Value::Null;
    let input = vector.get("input").unwrap_or(&empty);
    let answer = match vector.get("do").and_then(Value::as_str).unwrap_or_default() {
        "verify" => verify(input),
        "read" => read(input),
        "text" => armor(input),
        "call" => call(input),
        "mcp" => mcp(input),
        "call-text" => text(input, "text").and_then(|text| Ok(digested(&Call::parse(text)?))),
        "clause-text" => text(input, "text").and_then(|text| {
            let clause = Clause::parse(text)?;
            Ok(json!({"verdict": "read", "wire": hex(clause.to_bytes()), "text": clause.to_string()}))
        }),
        "budget-text" => text(input, "text").and_then(|text| {
            let budget = Budget::parse(text)?;
            Ok(json!({"verdict": "read", "wire": hex(budget.to_bytes()), "text": budget.to_string()}))
        }),
        "match" => matched(input),
        "signature" => signature(input),
        "take-in" => take_in(input),
        other => Err(NoAnswer::Unclear(format!("`{other}` is nothing that is asked"))),
    };
    answer.unwrap_or_else(|none| match none {
        NoAnswer::Refused(fault) => refused(&fault),
        NoAnswer::Unclear(message) => error(&message),
    })
}

/// The answer to what is no question.
pub(super) fn error(message: &str) -> Value {
    json!({"verdict": "error", "message": message})
}

fn refused(fault: &Malformed) -> Value {
    let mut answer = json!({"verdict": "denied", "code": fault.code().as_str(), "message": fault.to_string()});
    if let (Some(link), Some(members)) = (fault.link(), answer.as_object_mut()) {
        members.insert("link".into(), link.into());
    }
    answer
}

fn verify(input: &Value) -> Asked<Value> {
    let config = input.get("verifier").ok_or_else(|| unclear("verifier", "is missing"))?;
    let now = time(input, "now")?;
    let mut verifier = Verifier::new(question::trust(list(config, "trust")?)?, question::policy(config)?);
    for bytes in list(input, "lists")? {
        let bytes = bytes.as_str().and_then(from_hex).ok_or_else(|| unclear("lists", "are not hexadecimal"))?;
        verifier.add_list(&RevocationList::from_bytes(&bytes)?, now)?;
    }
    let call = Call::from_json(text(input, "call")?)?;
    let presentation = bytes(input, "presentation")?;
    let answer = |verifier: &Verifier| match verifier.check(&presentation, &call, now) {
        Ok(verified) => allowed(&verified),
        Err(denied) => refusal(&denied),
    };
    // A verifier that remembers chains answers the same, when one is new and when it has seen it.
    let remembering = verifier.clone().with_cache(Arc::new(ChainCache::new(CACHE_BYTES)));
    let [plain, first, again] = [&verifier, &remembering, &remembering].map(answer);
    if plain != first || plain != again {
        return Err(NoAnswer::Unclear(format!("without a cache {plain}; with one {first}, then {again}")));
    }
    Ok(plain)
}

fn allowed(verified: &Verified<'_>) -> Value {
    let authorizer = match verified.authorizer() {
        Authorizer::Key(key) => json!({"key": hex(key.as_bytes())}),
        Authorizer::Subject { entry, subject } => json!({"entry": entry, "subject": subject}),
    };
    let charges: Vec<Value> = verified
        .owed()
        .iter()
        .map(|charge| {
            json!({
                "counter": hex(charge.counter), "amount": charge.amount.to_string(),
                "limit": charge.limit.to_string(), "window": charge.window_secs,
            })
        })
        .collect();
    json!({
        "verdict": "verified",
        "authorizer": authorizer,
        "holders": verified.holders().map(|holder| hex(holder.as_bytes())).collect::<Vec<_>>(),
        "charges": charges,
        "endorsements": verified.endorsements().iter().map(|counted| hex(counted.id)).collect::<Vec<_>>(),
    })
}

/// A refusal as the command line prints it.
fn refusal(denied: &Denied) -> Value {
    let mut answer = verdict::denied_members(denied, &Names::default());
    if let Some(members) = answer.as_object_mut() {
        members.insert("verdict".into(), "denied".into());
    }
    answer
}

fn read(input: &Value) -> Asked<Value> {
    let bytes = bytes(input, "bytes")?;
    let read = || json!({"verdict": "read"});
    Ok(match text(input, "kind")? {
        "token" => {
            let ids: Vec<String> = Token::from_bytes(&bytes)?.unverified_ids().iter().map(hex).collect();
            json!({"verdict": "read", "ids": ids})
        }
        "presentation" => Presentation::from_bytes(&bytes).map(|_| read())?,
        "endorsement" => Endorsement::from_bytes(&bytes).map(|_| read())?,
        "list" => RevocationList::from_bytes(&bytes).map(|_| read())?,
        "clause" => Clause::from_bytes(&bytes).map(|_| read())?,
        "budget" => Budget::from_bytes(&bytes).map(|_| read())?,
        other => return Err(NoAnswer::Unclear(format!("`{other}` is no kind that is read"))),
    })
}

fn armor(input: &Value) -> Asked<Value> {
    let text = text(input, "text")?;
    let bytes = match question::text(input, "kind")? {
        "token" => Token::from_text(text)?.as_bytes().to_vec(),
        "presentation" => Presentation::from_text(text)?.as_bytes().to_vec(),
        "endorsement" => Endorsement::from_text(text)?.as_bytes().to_vec(),
        "list" => RevocationList::from_text(text)?.as_bytes().to_vec(),
        "secret-key" => SigningKey::from_text(text)?.seed().to_vec(),
        "public-key" => VerifyingKey::parse(text)?.as_bytes().to_vec(),
        other => return Err(NoAnswer::Unclear(format!("`{other}` is no kind that has a text"))),
    };
    Ok(json!({"verdict": "read", "bytes": hex(&bytes)}))
}

fn call(input: &Value) -> Asked<Value> {
    if input.get("json_hex").is_none() {
        return Ok(digested(&Call::from_json(text(input, "json")?)?));
    }
    let bytes = bytes(input, "json_hex")?;
    // The reader of bytes says what is wrong with them before there is a text.
    depute::json::parse_bytes(&bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| unclear("json_hex", "is no text"))?;
    Ok(digested(&Call::from_json(&text)?))
}

fn mcp(input: &Value) -> Asked<Value> {
    Ok(digested(&Call::from_mcp_json(text(input, "json")?, text(input, "label")?)?))
}

fn digested(call: &Call) -> Value {
    json!({"verdict": "read", "canonical": hex(call.canonical()), "digest": hex(call.digest())})
}

/// A clause alone judges a call as link zero of a chain that allows everything.
fn matched(input: &Value) -> Asked<Value> {
    let clause = Clause::from_bytes(&bytes(input, "clause")?)?;
    let call = Call::from_json(text(input, "call")?)?;
    let (issuer, holder) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
    let now = UnixTime::from_secs(1_800_000_000)?;
    let unsigned = |_| unclear("clause", "could not be asked about");
    let root = Mint::new(&holder.verifying_key()).allow("*(..)")?.expires_in(60).sign(&issuer, now, [0; 8]);
    let presentation = root?.present(&call, "local", &holder, now, [0; 16]).map_err(unsigned)?;
    let trust = Trust::new([TrustEntry::new("clause", issuer.verifying_key()).allow_clause(clause)])?;
    let mut policy = Policy::new("local", Revocations::None)?;
    if call.http().is_some() {
        policy = policy.http();
    }
    Ok(match Verifier::new(trust, policy).check(presentation.as_bytes(), &call, now) {
        Ok(_) => json!({"verdict": "accepted"}),
        Err(denied) => refusal(&denied),
    })
}

fn signature(input: &Value) -> Asked<Value> {
    let (key, signature) = (bytes(input, "key")?, bytes(input, "signature")?);
    let message = bytes(input, "message")?;
    let Ok(key) = <[u8; 32]>::try_from(key) else { return Ok(of_another_length("key")) };
    let Ok(signature) = <[u8; 64]>::try_from(signature) else { return Ok(of_another_length("signature")) };
    verify_signature(&key, &message, &signature)?;
    Ok(json!({"verdict": "valid"}))
}

fn of_another_length(what: &'static str) -> Value {
    json!({"verdict": "denied", "code": depute::Code::ValueInvalid.as_str(), "message": format!("a {what} of another length")})
}

fn take_in(input: &Value) -> Asked<Value> {
    let trust = question::trust(list(input, "trust")?)?;
    let mut revoked = Revoked::new();
    let lists = list(input, "lists")?;
    for (place, one) in lists.iter().enumerate() {
        let now = time(one, "now")?;
        let taken =
            RevocationList::from_bytes(&bytes(one, "list")?).and_then(|list| revoked.add_list(&list, &trust, now));
        match taken {
            Ok(_) => {}
            Err(fault) if place.saturating_add(1) == lists.len() => return Err(fault.into()),
            Err(fault) => return Err(NoAnswer::Unclear(format!("an earlier list is refused: {fault}"))),
        }
    }
    Ok(json!({"verdict": "taken"}))
}
