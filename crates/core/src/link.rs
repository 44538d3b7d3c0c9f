//! One link: what it claims, its wire form, its id.
//!
//! ```cddl
//! root-claims = { 1: bstr .size 32,         ; iss: the signing key, looked up in trust
//!                 ? 2: tstr,                ; sub: the authorizer; absent: the key itself is the person
//!                 3: audiences, 4: time,    ; aud, exp
//!                 ? 5: time,                ; nbf; absent: iat
//!                 6: time, 7: bstr .size 8, ; iat, cti
//!                 8: cnf, -65537: mandate }
//! link-claims = { ? 3: audiences, ? 4: time, ? 5: time, 8: cnf, -65537: mandate }
//! audiences   = tstr / [2*8 tstr]           ; ascending by encoded text
//! time        = 0..253402300799             ; seconds
//! cnf         = { 1: { 1: 1, -1: 6, -2: bstr .size 32 } }      ; COSE_Key: OKP, Ed25519, the holder
//! mandate     = { 1: [1*32 clause], ? 2: 0..15, ? 3: [1*8 budget], ? 4: line, ? 5: line, ? 6: line,
//!                 ? 7: line, ? 8: line, ? 9: line, ? 10: evidence }    ; 7 to 10 only in a root link
//! ```
//!
//! Claim numbers are those of CWT (RFC 8392) and `cnf` (RFC 8747); everything of ours is in one private-use claim.

use alloc::borrow::Cow;

use crate::armor;
use crate::cbor::{Reader, Writer};
use crate::codepoints;
use crate::context::{self, Context};
use crate::envelope::{self, Bound, Id, Signed};
use crate::error::{Code, Malformed};
use crate::evidence::Evidence;
use crate::grant::Grant;
use crate::key::VerifyingKey;
use crate::limits;
use crate::time::UnixTime;

/// The claim that holds everything of ours.
pub(crate) const MANDATE: i64 = -65537;

/// One signed step, as read: nothing in it is verified.
#[derive(Clone, Debug)]
pub struct Link<'a> {
    /// What only a root link says.
    pub(crate) root: Option<Root<'a>>,
    pub(crate) holder: VerifyingKey,
    pub(crate) grant: Grant<'a>,
    pub(crate) context: Context<'a>,
    pub(crate) signed: Signed<'a>,
}

/// What only a root link says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Root<'a> {
    pub(crate) issuer: VerifyingKey,
    /// The authorizer's name; `None`: the key itself is the person.
    pub(crate) subject: Option<Cow<'a, str>>,
    pub(crate) issued_at: UnixTime,
    /// Eight bytes that tell two otherwise equal mandates apart.
    pub(crate) cti: [u8; 8],
    /// How the authorizer was identified, as the issuer claims.
    pub(crate) evidence: Option<Evidence<'a>>,
}

impl<'a> Link<'a> {
    /// The key of whoever may use or extend the chain up to here.
    pub fn unverified_holder(&self) -> VerifyingKey {
        self.holder
    }

    /// What the link allows.
    pub fn unverified_grant(&self) -> &Grant<'a> {
        &self.grant
    }

    /// What the link says about itself.
    pub fn unverified_context(&self) -> &Context<'a> {
        &self.context
    }

    /// In a root link: the key that claims to have signed it.
    pub fn unverified_issuer(&self) -> Option<VerifyingKey> {
        self.root.as_ref().map(|root| root.issuer)
    }

    /// In a root link that names one: the authorizer.
    pub fn unverified_subject(&self) -> Option<&str> {
        self.root.as_ref().and_then(|root| root.subject.as_deref())
    }

    /// In a root link: when it says it was issued.
    pub fn unverified_issued_at(&self) -> Option<UnixTime> {
        self.root.as_ref().map(|root| root.issued_at)
    }

    /// In a root link that has one: how the authorizer was identified, as the issuer claims.
    pub fn unverified_evidence(&self) -> Option<&Evidence<'a>> {
        self.root.as_ref().and_then(|root| root.evidence.as_ref())
    }

    /// The link's id, given its parent's (`None` for a root link).
    pub(crate) fn write_sig_structure(&self, parent: Option<&Id>, writer: &mut Writer) {
        envelope::write_sig_structure(bound(parent), &self.signed.payload, writer);
    }

    /// The same link, with bytes and texts of its own.
    pub(crate) fn into_owned(self) -> Link<'static> {
        Link {
            root: self.root.map(Root::into_owned),
            holder: self.holder,
            grant: self.grant.into_owned(),
            context: self.context.into_owned(),
            signed: self.signed.into_owned(),
        }
    }

    /// Reads one link, a root link if `is_root`.
    pub(crate) fn decode(reader: &mut Reader<'a>, is_root: bool) -> Result<Link<'a>, Malformed> {
        let start = reader.position();
        let (signed, mut payload) = Signed::decode(reader)?;
        if reader.since(start).len() > limits::LINK_BYTES {
            return Err(Malformed::new(Code::LimitExceeded, "a link longer than 4 KiB").with_byte(start));
        }
        let link = Link::decode_claims(signed, &mut payload, is_root)?;
        payload.end()?;
        Ok(link)
    }

    fn decode_claims(signed: Signed<'a>, reader: &mut Reader<'a>, is_root: bool) -> Result<Link<'a>, Malformed> {
        let start = reader.clone();
        let missing = |name: &str| start.fault(Code::FieldMissing, alloc::format!("a link without `{name}`"));
        let (mut issuer, mut subject, mut issued_at, mut cti, mut holder) = (None, None, None, None, None);
        let mut grant = Grant::default();
        let mut context = Context::default();
        let mut evidence = None;
        let mut mandate = false;
        let mut map = reader.map()?;
        while let Some(claim) = map.next_int(reader)? {
            let at = reader.clone();
            match claim {
                1 if is_root => issuer = Some(decode_key(reader)?),
                2 if is_root => {
                    let name = reader.text()?;
                    check_subject(name).map_err(|fault| fault.with_byte(at.position()))?;
                    subject = Some(Cow::Borrowed(name));
                }
                3 => grant.decode_audiences(reader)?,
                4 => grant.expires = Some(decode_time(reader)?),
                5 => grant.not_before = Some(decode_time(reader)?),
                6 if is_root => issued_at = Some(decode_time(reader)?),
                7 if is_root => cti = Some(*reader.bytes_of::<8>()?),
                8 => holder = Some(decode_cnf(reader)?),
                MANDATE => {
                    decode_mandate(reader, &mut grant, &mut context, is_root.then_some(&mut evidence))?;
                    mandate = true;
                }
                1 | 2 | 6 | 7 => return Err(at.fault(Code::FieldUnknown, "a claim that only a root link has")),
                _ => {
                    return Err(
                        at.fault(Code::FieldUnknown, alloc::format!("claim {claim}, which version 1 does not have"))
                    );
                }
            }
        }
        let root = if is_root {
            if grant.audiences.is_empty() {
                return Err(missing("aud"));
            }
            Some(Root {
                issuer: issuer.ok_or_else(|| missing("iss"))?,
                subject,
                issued_at: issued_at.ok_or_else(|| missing("iat"))?,
                cti: cti.ok_or_else(|| missing("cti"))?,
                evidence,
            })
        } else {
            None
        };
        let holder = holder.ok_or_else(|| missing("cnf"))?;
        if !mandate {
            return Err(missing("mandate"));
        }
        check_window(root.as_ref(), &grant).map_err(|fault| fault.with_byte(start.position()))?;
        Ok(Link { root, holder, grant, context, signed })
    }
}

impl Root<'_> {
    fn into_owned(self) -> Root<'static> {
        let Root { issuer, subject, issued_at, cti, evidence } = self;
        let subject = subject.map(|subject| Cow::Owned(subject.into_owned()));
        Root { issuer, subject, issued_at, cti, evidence: evidence.map(Evidence::into_owned) }
    }
}

/// Whether a link may be made of these parts, beside [`Grant::check`]: what the reader would refuse is not written.
pub(crate) fn check_parts(root: Option<&Root<'_>>, grant: &Grant<'_>) -> Result<(), Malformed> {
    if grant.clauses.is_empty() {
        return Err(Malformed::new(Code::GrantEmpty, "a grant without a clause")
            .with_hint("say what is allowed; `*(..)` is everything that the links above allow"));
    }
    if grant.depth.is_some_and(|depth| depth > limits::DEPTH) {
        return Err(Malformed::new(Code::LimitExceeded, "a depth above 15"));
    }
    if root.is_none() && grant.budgets.iter().any(|budget| budget.account.is_some()) {
        return Err(Malformed::new(Code::FieldUnknown, "an account, which only a budget of a root link has"));
    }
    check_window(root, grant)
}

/// Writes the payload of a link. The parts have been checked by [`Grant::check`] and [`check_parts`].
pub(crate) fn encode_claims(
    root: Option<&Root<'_>>,
    grant: &Grant<'_>,
    holder: &VerifyingKey,
    context: &Context<'_>,
    writer: &mut Writer,
) {
    let optional = [!grant.audiences.is_empty(), grant.expires.is_some(), grant.not_before.is_some()];
    let mut claims = optional.iter().filter(|&&present| present).count().saturating_add(2);
    if let Some(root) = root {
        claims = claims.saturating_add(3).saturating_add(usize::from(root.subject.is_some()));
    }
    writer.map(claims);
    if let Some(root) = root {
        writer.uint(1).bytes(root.issuer.as_bytes());
        if let Some(subject) = &root.subject {
            writer.uint(2).text(subject);
        }
    }
    if !grant.audiences.is_empty() {
        writer.uint(3);
        grant.encode_audiences(writer);
    }
    if let Some(expires) = grant.expires {
        writer.uint(4).uint(expires.as_secs());
    }
    if let Some(not_before) = grant.not_before {
        writer.uint(5).uint(not_before.as_secs());
    }
    if let Some(root) = root {
        writer.uint(6).uint(root.issued_at.as_secs()).uint(7).bytes(&root.cti);
    }
    writer.uint(8).map(1).uint(1).map(3).uint(1).uint(1).int(-1).uint(6).int(-2).bytes(holder.as_bytes());
    writer.int(MANDATE);
    encode_mandate(grant, context, root.and_then(|root| root.evidence.as_ref()), writer);
}

/// The external data of a link: its parent's id, or that it is a root.
pub(crate) fn bound(parent: Option<&Id>) -> Bound<'_> {
    parent.map_or(Bound::Root, |parent| Bound::Link { parent })
}

fn encode_mandate(grant: &Grant<'_>, context: &Context<'_>, evidence: Option<&Evidence<'_>>, writer: &mut Writer) {
    let lines = context.fields();
    let fields = lines.iter().filter(|(_, line)| line.is_some()).count();
    writer.map(
        fields
            .saturating_add(1)
            .saturating_add(usize::from(grant.depth.is_some()))
            .saturating_add(usize::from(!grant.budgets.is_empty()))
            .saturating_add(usize::from(evidence.is_some())),
    );
    writer.uint(1).array(grant.clauses.len());
    grant.clauses.iter().for_each(|clause| clause.encode(writer));
    if let Some(depth) = grant.depth {
        writer.uint(2).uint(depth);
    }
    if !grant.budgets.is_empty() {
        writer.uint(3).array(grant.budgets.len());
        grant.budgets.iter().for_each(|budget| budget.encode(writer));
    }
    for (number, line) in lines {
        if let Some(line) = line {
            writer.uint(number).text(line);
        }
    }
    if let Some(evidence) = evidence {
        writer.uint(10);
        evidence.encode(writer);
    }
}

/// Reads a mandate; that of a root link has room for evidence.
fn decode_mandate<'a>(
    reader: &mut Reader<'a>,
    grant: &mut Grant<'a>,
    context: &mut Context<'a>,
    mut evidence: Option<&mut Option<Evidence<'a>>>,
) -> Result<(), Malformed> {
    let start = reader.clone();
    let is_root = evidence.is_some();
    let mut map = reader.map()?;
    while let Some(field) = map.next_int(reader)? {
        let at = reader.clone();
        match field {
            1 => grant.decode_clauses(reader)?,
            2 => {
                let depth = reader.uint()?;
                if depth > limits::DEPTH {
                    return Err(at.fault(Code::LimitExceeded, "a depth above 15"));
                }
                grant.depth = Some(depth);
            }
            3 => grant.decode_budgets(reader, is_root)?,
            4..=6 => {
                *context.field(field).ok_or_else(|| at.fault(Code::FieldUnknown, "a field"))? =
                    Some(decode_line(reader)?)
            }
            7..=9 if is_root => {
                *context.field(field).ok_or_else(|| at.fault(Code::FieldUnknown, "a field"))? =
                    Some(decode_line(reader)?)
            }
            7..=9 => return Err(at.fault(Code::FieldUnknown, "a line of context, which only a root link has")),
            10 => match &mut evidence {
                Some(evidence) => **evidence = Some(Evidence::decode(reader)?),
                None => return Err(at.fault(Code::FieldUnknown, "evidence, which only a root link has")),
            },
            _ => {
                return Err(at.fault(
                    Code::FieldUnknown,
                    alloc::format!("field {field} of a mandate, which this build does not read"),
                ));
            }
        }
    }
    if grant.clauses.is_empty() {
        return Err(start.fault(Code::GrantEmpty, "a link without a clause"));
    }
    Ok(())
}

pub(crate) fn decode_line<'a>(reader: &mut Reader<'a>) -> Result<Cow<'a, str>, Malformed> {
    let at = reader.clone();
    let line = reader.text()?;
    context::check_line(line).map_err(|fault| fault.with_byte(at.position()))?;
    Ok(Cow::Borrowed(line))
}

pub(crate) fn decode_key(reader: &mut Reader<'_>) -> Result<VerifyingKey, Malformed> {
    let at = reader.clone();
    VerifyingKey::from_wire(reader.bytes_of::<32>()?).map_err(|fault| fault.with_byte(at.position()))
}

pub(crate) fn decode_time(reader: &mut Reader<'_>) -> Result<UnixTime, Malformed> {
    let at = reader.clone();
    UnixTime::from_secs(reader.uint()?).map_err(|fault| fault.with_byte(at.position()))
}

/// All of a `cnf` that stands before the key, which has one spelling: {1: {1: 1, -1: 6, -2: …}}.
const BEFORE_HOLDER: [u8; 8] = [0xA1, 0x01, 0xA3, 0x01, 0x01, 0x20, 0x06, 0x21];

fn decode_cnf(reader: &mut Reader<'_>) -> Result<VerifyingKey, Malformed> {
    if reader.skip_these(&BEFORE_HOLDER) { decode_key(reader) } else { Err(cnf_fault(reader)) }
}

/// What is wrong with a `cnf`, item by item.
#[cold]
fn cnf_fault(reader: &mut Reader<'_>) -> Malformed {
    let at = reader.clone();
    let mut read = || {
        let mut cnf = reader.map()?;
        if cnf.left() != 1 || cnf.next_int(reader)? != Some(1) {
            return Ok(());
        }
        let mut key = reader.map()?;
        if key.left() == 3
            && key.next_int(reader)? == Some(1)
            && reader.uint()? == 1
            && key.next_int(reader)? == Some(-1)
            && reader.uint()? == 6
        {
            key.next_int(reader)?;
        }
        Ok(())
    };
    let odd = |()| at.fault(Code::ValueInvalid, "a `cnf` that is not one Ed25519 key {1: {1: 1, -1: 6, -2: …}}");
    read().map_or_else(|fault| fault, odd)
}

/// Whether a text can name an authorizer: not empty, at most 256 bytes, nothing invisible, and not a `did:…`, which
/// would look like a key and bind nothing.
pub(crate) fn check_subject(name: &str) -> Result<(), Malformed> {
    if armor::has_secret(name) {
        return Err(armor::secret_inside("an authorizer's name"));
    }
    if name.is_empty() {
        return Err(Malformed::new(Code::ValueInvalid, "an authorizer without a name"));
    }
    if name.starts_with("did:") {
        return Err(Malformed::new(Code::ValueInvalid, "an authorizer's name does not begin with `did:`"));
    }
    if name.len() > limits::SUBJECT_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "an authorizer's name longer than 256 bytes"));
    }
    match codepoints::first_refused(name) {
        None => Ok(()),
        Some(c) => {
            Err(Malformed::new(Code::CharacterRefused, alloc::format!("an authorizer's name with U+{:04X}", c as u32)))
        }
    }
}

/// What one link's window must be by itself: it ends after it begins, a root link has one, and lives 30 days at most.
fn check_window(root: Option<&Root<'_>>, grant: &Grant<'_>) -> Result<(), Malformed> {
    let empty = || Malformed::new(Code::ValueInvalid, "a window that ends before it begins");
    if let (Some(not_before), Some(expires)) = (grant.not_before, grant.expires)
        && not_before >= expires
    {
        return Err(empty());
    }
    let Some(root) = root else { return Ok(()) };
    let Some(expires) = grant.expires else { return Err(Malformed::new(Code::FieldMissing, "a link without `exp`")) };
    if grant.not_before.is_some_and(|not_before| not_before < root.issued_at) {
        return Err(Malformed::new(Code::ValueInvalid, "a window that begins before the link was issued"));
    }
    match expires.as_secs().checked_sub(root.issued_at.as_secs()) {
        None | Some(0) => Err(empty()),
        Some(life) if life > limits::LIFE_SECS => {
            Err(Malformed::new(Code::LimitExceeded, "a life longer than 30 days"))
        }
        Some(_) => Ok(()),
    }
}
