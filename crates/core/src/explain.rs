//! What a refusal says: to the operator in full, to the model that made the call in one sentence.
//!
//! Every sentence is made of the data in [`Denied`]; nothing is decided here. Names of keys come from the reader's own
//! petnames, never from the token. Source: `spec/errors.md`.

mod approval;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter, Write as _};

use crate::denied::{Authorizer, Denied, Setter, Step};
use crate::error::Code;
use crate::grammar::Quoted;
use crate::key::VerifyingKey;
use crate::lookup::Lookup;
use crate::operator::url;
use crate::time::UnixTime;
use crate::trust::Revocations;

/// The reader's own name for a key, if there is one.
pub type Petname<'n> = &'n dyn Fn(&VerifyingKey) -> Option<String>;

/// Characters of the sentence for a model, at most.
const MODEL_CHARS: usize = 200;

/// Characters of a limit in advice, at most.
const LIMIT_CHARS: usize = 120;

/// A refusal in words. Displayed, it is the whole text for an operator, several lines long.
pub struct Explanation<'d> {
    denied: &'d Denied,
    petname: Petname<'d>,
}

impl Denied {
    /// The refusal in words, with names from the reader's own petnames.
    pub fn explain<'d>(&'d self, petname: Petname<'d>) -> Explanation<'d> {
        Explanation { denied: self, petname }
    }

    /// One sentence for the model that made the call: what was wrong, and what it can do itself. At most 200 characters,
    /// and no names.
    pub fn for_model(&self) -> String {
        if let Some((fault, advice)) = self.approval_for_model() {
            return format!("refused ({}): {fault}; {advice}", self.code());
        }
        let fault = match (self.code(), self.argument(), self.value(), self.limit()) {
            (Code::ArgNotGranted, Some(argument), ..) => format!("argument {argument} is not granted"),
            (Code::ArgMissing, Some(argument), ..) => format!("argument {argument} is required"),
            (Code::ActionNotGranted, _, Some(action), _) => format!("{action} is not granted"),
            (code @ (Code::Expired | Code::NotYetValid), _, Some(now), Some(bound)) => {
                format!("{}: {bound}, and it is {now}", code.meaning())
            }
            (code @ (Code::IssuedInFuture | Code::ProofInFuture | Code::ProofStale), _, Some(now), Some(made)) => {
                format!("{}: made {made}, and it is {now}", code.meaning())
            }
            (Code::BudgetExhausted, _, Some(value), Some(limit)) => {
                format!("budget {limit} would be exceeded: {value}")
            }
            (Code::ArgTooLong | Code::ArgTooShort, Some(argument), Some(length), Some(limit)) => {
                format!("{argument} has length {length}, which does not pass {limit}")
            }
            (_, Some(argument), Some(value), Some(limit)) => format!("{argument} = {value} does not pass {limit}"),
            (code, ..) => code.meaning().to_string(),
        };
        let advice = match (self.code(), self.argument(), self.limit()) {
            (_, Some(argument), _) if self.of_query_alone() => format!("leave the query of {argument} out"),
            (_, Some(argument), Some(limit)) if wished(limit).is_some() => {
                format!("give {argument} an element that passes {}", wished(limit).unwrap_or_default())
            }
            (
                Code::ArgAboveLimit
                | Code::ArgBelowLimit
                | Code::ArgNotEqual
                | Code::ArgNotInList
                | Code::ArgTooLong
                | Code::ArgTooShort,
                Some(argument),
                Some(limit),
            ) => {
                format!("use {argument} {limit}")
            }
            (code, ..) => code.advice().to_string(),
        };
        let text = format!("refused ({}): {fault}; {advice}", self.code());
        // A long value says less than the code and the advice.
        if text.chars().count() <= MODEL_CHARS { text } else { self.code().for_model() }
    }

    /// Whether a URL is one that the limit takes, but for its query.
    fn of_query_alone(&self) -> bool {
        let url = self.value().and_then(|value| value.strip_prefix('"')).and_then(|url| url.split_once('?'));
        let base =
            self.limit().and_then(|limit| limit.strip_prefix("within \"")).and_then(|base| base.strip_suffix('"'));
        self.code() == Code::ArgOutsideUrl
            && url.zip(base).is_some_and(|((address, _), base)| url::covers(base, address))
    }
}

impl Code {
    /// One sentence for a model that met this code, where nothing more exact is known: at most 200 characters.
    pub fn for_model(self) -> String {
        format!("refused ({self}): {}; {}", self.meaning(), self.advice())
    }
}

impl Display for Denied {
    /// One line for a log: code, place, fault.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let explanation = self.explain(&|_| None);
        write!(f, "{}{}: {}", self.code(), explanation.place(), explanation.fault())
    }
}

impl Explanation<'_> {
    /// Where: ` at link 2 of 2`, or nothing.
    fn place(&self) -> String {
        match (self.denied.link(), self.denied.links()) {
            (Some(0), _) => " at link 0".into(),
            (Some(link), 0) => format!(" at link {link}"),
            (Some(link), links) => format!(" at link {link} of {links}"),
            (None, _) => String::new(),
        }
    }

    /// Who granted to whom at this link, such as `planner → booker`; empty if that is not known.
    pub fn hands(&self, link: usize) -> String {
        let holders = self.denied.holders();
        let holder = link.checked_sub(1).and_then(|place| holders.get(place));
        match (link, holder, self.denied.authorizer()) {
            (1, Some(holder), Some(authorizer)) => format!("{} → {}", self.authorizer(authorizer), self.key(holder)),
            (_, Some(holder), Some(_)) => match link.checked_sub(2).and_then(|place| holders.get(place)) {
                Some(issuer) => format!("{} → {}", self.key(issuer), self.key(holder)),
                None => String::new(),
            },
            _ => String::new(),
        }
    }

    /// What was wrong: argument, value, limit, and who set it.
    pub fn fault(&self) -> String {
        let denied = self.denied;
        if let Some(text) = self.approval_fault() {
            return text;
        }
        let mut text = match (denied.code(), denied.argument(), denied.value(), denied.limit()) {
            (Code::ArgNotGranted, Some(argument), Some(value), _) => {
                format!("{argument} = {value}; {argument} is not granted")
            }
            (Code::ArgMissing, Some(argument), _, Some(limit)) => {
                format!("{argument} is missing; limit {}", bare(limit))
            }
            (Code::ArgMissing, Some(argument), ..) => format!("{argument} is missing"),
            (Code::AmountInvalid, Some(argument), value, Some(limit)) => {
                format!("{argument} = {} is not an exact amount, which `{limit}` counts", value.unwrap_or("nothing"))
            }
            (Code::ArgTooLong | Code::ArgTooShort, Some(argument), Some(length), Some(limit)) => {
                format!("{argument} has length {length}; limit {limit}")
            }
            (_, Some(argument), Some(value), Some(limit)) => format!("{argument} = {value}; limit {}", bare(limit)),
            (Code::ActionNotGranted, _, Some(action), _) => format!("the action {action} is not granted"),
            (Code::RequirementUnsupported, _, _, Some(limit)) => format!("the clause {limit}"),
            (code @ (Code::Expired | Code::NotYetValid), _, Some(now), Some(bound)) => {
                format!("{}: {bound}, and it is {now}", code.meaning())
            }
            (code @ (Code::IssuedInFuture | Code::ProofInFuture | Code::ProofStale), _, Some(now), Some(made)) => {
                format!("{}: made {made}, and it is {now}", code.meaning())
            }
            (Code::BudgetExhausted, _, Some(value), Some(limit)) => format!("budget {limit}; {value}"),
            (Code::Revoked, _, Some(what), Some(statement)) => format!("{what} is revoked, by {statement}"),
            (Code::RevocationStale, _, Some(found), Some(limit)) => format!("{found}; limit {limit}"),
            (Code::RevocationStale, ..) => "the trust entry of this root names no key whose list could be asked".into(),
            (code, _, Some(value), Some(limit)) => format!("{}: {value}; limit {limit}", code.meaning()),
            (code, _, Some(value), None) => format!("{}: {value}", code.meaning()),
            (code, _, None, Some(limit)) => format!("{}: {limit}", code.meaning()),
            (code, ..) => match denied.malformed() {
                Some(malformed) => malformed.without_link().to_string(),
                None => code.meaning().into(),
            },
        };
        // Cannot fail from here on: a string takes everything.
        if let Some(setter) = denied.set_by() {
            let verb = if matches!(denied.code(), Code::ActionNotGranted | Code::ArgNotGranted) { "" } else { ", set" };
            let _ = write!(text, "{verb} by {}", self.setter(setter));
        }
        if denied.code() == Code::RequirementUnsupported {
            text.push_str("; this build cannot check that");
        }
        if let Some((link, limit)) = denied.allowed_by() {
            let place = match self.hands(link) {
                hands if hands.is_empty() => format!("Link {link}"),
                hands => format!("Link {link} ({hands})"),
            };
            let _ = write!(text, ". {place} would allow it: limit {}.", bare(limit));
        }
        if let Some(expected) = denied.expected() {
            let _ = write!(
                text,
                "; this verifier computed action {}, audience {}, leaf {}, digest {}",
                Quoted(&expected.action),
                Quoted(&expected.audience),
                Hex(&expected.leaf_id),
                Hex(&expected.call_digest)
            );
        }
        text
    }

    /// The smallest change that would pass.
    pub fn fix(&self) -> String {
        let denied = self.denied;
        if let Some(text) = self.approval_fix() {
            return text;
        }
        let (Some(argument), Some(setter)) = (denied.argument(), denied.set_by()) else { return self.advice() };
        let who = self.setter(setter);
        let limit = short(denied.limit().unwrap_or_default());
        let wish = match (denied.code(), denied.value()) {
            (Code::ArgOutsideUrl, _) if denied.of_query_alone() => {
                format!("{argument} {} with query", denied.limit().unwrap_or_default())
            }
            (Code::ArgAboveLimit, Some(value)) => format!("{argument} <= {}", as_bound(value)),
            (Code::ArgBelowLimit, Some(value)) => format!("{argument} >= {}", as_bound(value)),
            (Code::ArgTooLong | Code::ArgTooShort, Some(length)) if limit.starts_with("len = ") => {
                format!("{argument} len = {length}")
            }
            (Code::ArgTooLong, Some(length)) => format!("{argument} len <= {length}"),
            (Code::ArgTooShort, Some(length)) => format!("{argument} len >= {length}"),
            (
                Code::ArgNotEqual
                | Code::ArgNotInList
                | Code::ArgNotLike
                | Code::ArgOutsidePath
                | Code::ArgOutsideUrl
                | Code::ArgOutsideDomain
                | Code::ArgOutsideNetwork,
                Some(value),
            ) => {
                // What was cut is no value to ask for.
                if value.ends_with('…') {
                    format!("limits that allow this {argument}")
                } else {
                    format!("{argument} = {value}")
                }
            }
            (Code::ArgNotGranted, _) => {
                return format!(
                    "leave {argument} out, or ask {who} for a token whose clause names {argument} or ends in `..`"
                );
            }
            (Code::ArgMissing, _) => {
                return format!("give {argument} {limit}").trim_end().into();
            }
            (Code::ListMismatch, _) if let Some(wished) = wished(&limit) => {
                return format!("give {argument} an element that passes {wished}");
            }
            _ => return self.advice(),
        };
        match (denied.allowed_by(), setter) {
            _ if denied.of_query_alone() => match setter {
                Setter::Verifier(_) => format!("leave the query out, or ask the verifier's operator for {wish}"),
                _ => format!("leave the query out, or ask {who} for a token with {wish}"),
            },
            (_, Setter::Verifier(_)) => {
                format!("stay within {argument} {limit}, or ask the verifier's operator for {wish}")
            }
            (Some((_, limit)), _) if limit.starts_with('<') => {
                format!("ask {who} for a token with {wish} ({who} may grant up to {})", bare(limit))
            }
            (Some((_, limit)), _) => {
                format!("ask {who} for a token with {wish} ({who} may grant {argument} {})", short(limit))
            }
            (None, _) => format!("ask {who} for a token with {wish}"),
        }
    }

    /// Which steps passed, and which one did not: `form ok · root ok · … · grant: link 1 ok, link 2 FAILED`.
    pub fn checked(&self) -> String {
        let denied = self.denied;
        let mut text = String::new();
        for step in Step::ALL {
            if step > denied.step() || step == Step::Charge && denied.step() != Step::Charge {
                break;
            }
            if step == Step::Requirements && denied.step() > Step::Requirements {
                continue;
            }
            let separator = if text.is_empty() { "" } else { " · " };
            let name = match step {
                Step::Structure => "chain",
                Step::Grants => "grant",
                step => step.as_str(),
            };
            let failed = step == denied.step();
            // Cannot fail: a string takes everything.
            let _ = match (step, failed, denied.link()) {
                (Step::Revocation, false, _) => match denied.revocation() {
                    Some(lookup) => write!(text, "{separator}revocation {lookup}"),
                    None => write!(text, "{separator}revocation not checked"),
                },
                (Step::Signatures, false, _) => write!(text, "{separator}signatures {0}/{0}", denied.links()),
                (Step::Signatures, true, Some(link)) => {
                    write!(text, "{separator}signatures {}/{} FAILED", link.saturating_sub(1), denied.links())
                }
                (Step::Grants, true, Some(link)) => {
                    let passed = (1..link).fold(String::new(), |passed, link| format!("{passed}link {link} ok, "));
                    write!(text, "{separator}grant: {passed}link {link} FAILED")
                }
                (_, false, _) => write!(text, "{separator}{name} ok"),
                (_, true, _) => write!(text, "{separator}{name} FAILED"),
            };
        }
        text
    }

    fn advice(&self) -> String {
        let denied = self.denied;
        match (denied.code(), denied.value(), denied.malformed().and_then(|malformed| malformed.hint())) {
            (.., Some(hint)) => hint.into(),
            (Code::RevocationStale, None, _) => {
                "name the list key in the trust entry, or let the policy say `local list` or `none`".into()
            }
            (Code::RevocationStale, Some(_), _) => "fetch the newest list of this key".into(),
            (code, ..) => code.advice().into(),
        }
    }

    fn setter(&self, setter: &Setter) -> String {
        match setter {
            Setter::Verifier(Some(entry)) => format!("this verifier's trust in {entry}"),
            Setter::Verifier(None) => "this verifier".into(),
            Setter::Authorizer(authorizer) => self.authorizer(authorizer),
            Setter::Holder(key) => self.key(key),
        }
    }

    fn authorizer(&self, authorizer: &Authorizer) -> String {
        match authorizer {
            Authorizer::Key(key) => self.key(key),
            Authorizer::Subject { entry, subject } => format!("{} of {entry}", Quoted(subject)),
        }
    }

    fn key(&self, key: &VerifyingKey) -> String {
        (self.petname)(key).unwrap_or_else(|| key.short())
    }
}

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "DENIED {} {}", self.denied.code(), self.place())?;
        match self.denied.link().map(|link| self.hands(link)) {
            Some(hands) if !hands.is_empty() => writeln!(f, ": {hands}")?,
            _ => writeln!(f)?,
        }
        writeln!(f, "  {}", self.fault())?;
        writeln!(f, "  fix: {}", self.fix())?;
        write!(f, "  checked: {}", self.checked())
    }
}

impl Display for Lookup {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = match self.revocations {
            Revocations::None => return f.write_str("not checked"),
            Revocations::LocalList => match self.lists.as_slice() {
                [] => alloc::vec!["no local list".into()],
                [list] => alloc::vec![format!("local list {}", list.number)],
                lists => {
                    let numbers: Vec<String> = lists.iter().map(|list| list.number.to_string()).collect();
                    alloc::vec![format!("local lists {}", numbers.join(", "))]
                }
            },
            Revocations::Required { .. } => {
                let age = |made: UnixTime| self.at.as_secs().saturating_sub(made.as_secs());
                self.lists.iter().map(|list| format!("list {}, {} s old", list.number, age(list.issued_at))).collect()
            }
        };
        match self.disregarded {
            0 => {}
            1 => parts.push("1 statement does not count".into()),
            more => parts.push(format!("{more} statements do not count")),
        }
        write!(f, "ok ({})", parts.join("; "))
    }
}

/// A limit as a message says it: `400` for `<= 400`, since "limit" is said already.
fn bare(limit: &str) -> &str {
    limit.strip_prefix("<= ").or_else(|| limit.strip_prefix(">= ")).unwrap_or(limit)
}

/// A limit as advice repeats it: the fault beside it has it whole.
fn short(limit: &str) -> String {
    match limit.char_indices().nth(LIMIT_CHARS) {
        Some((end, _)) => format!("{}…", limit.get(..end).unwrap_or_default()),
        None => limit.into(),
    }
}

/// What an element must pass of which a list has none.
fn wished(limit: &str) -> Option<&str> {
    limit.strip_prefix("has ")
}

/// A value as the operand of a comparison: a date keeps its word.
fn as_bound(value: &str) -> String {
    if value.starts_with('"') { format!("date {value}") } else { value.into() }
}

/// Bytes as hexadecimal digits.
pub struct Hex<'b>(pub &'b [u8]);

impl Display for Hex<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).try_for_each(|digit| f.write_char(digit))
    }
}
