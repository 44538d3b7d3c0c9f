//! The parser of the grant text, from the whole grant down to clauses and budgets. Every error names its column.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::arguments::args;
use super::lexer::Lexer;
use crate::armor;
use crate::budget::Budget;
use crate::call::Call;
use crate::cbor::{Reader, Writer};
use crate::clause::{ActionPattern, Clause, is_plain_action};
use crate::error::{Code, Malformed};
use crate::grant::Grant;
use crate::key::VerifyingKey;
use crate::limit::Scope;
use crate::limits;
use crate::requirement::{Approval, Requirement};
use crate::time::{UnixTime, parse_duration};
use crate::value::{Map, Value};

type Read<T> = Result<T, Malformed>;

impl Grant<'static> {
    /// A grant from its text, one item a line: `allow …`, `budget …`, `ttl 1h`, `from …`, `until …`, `depth 1`,
    /// `aud "…"`. Empty lines and lines that begin with `#` are passed over.
    pub fn parse(text: &str) -> Read<Grant<'static>> {
        if text.len() > limits::GRANT_TEXT_BYTES {
            return Err(Malformed::new(Code::LimitExceeded, "a grant text longer than 64 KiB"));
        }
        if armor::has_secret(text) {
            return Err(armor::secret_inside("a grant"));
        }
        let mut grant = Grant::default();
        for (index, line) in text.lines().enumerate() {
            let mut lexer = Lexer::new(line, index.saturating_add(1));
            if lexer.is_at_end() || lexer.sees("#") {
                continue;
            }
            item(&mut lexer, &mut grant)?;
            end(&lexer)?;
        }
        grant.check()?;
        Ok(grant)
    }
}

impl Clause<'static> {
    /// A clause from its text, such as `flights.book(to = "SFO", price <= 600)`.
    pub fn parse(text: &str) -> Read<Clause<'static>> {
        let mut lexer = whole(text)?;
        let clause = clause(&mut lexer)?;
        end(&lexer)?;
        // The wire's reader holds the limits on sizes and counts, so that there is one place that knows them.
        let mut writer = Writer::new();
        clause.encode(&mut writer);
        Clause::decode(&mut Reader::new(writer.as_slice()), &mut Scope::new()).map_err(|fault| lexer.locate(fault))?;
        Ok(clause)
    }
}

impl Budget<'static> {
    /// A budget from its text, such as `sum price of flights.book <= 600.00 "USD" per 1d`.
    pub fn parse(text: &str) -> Read<Budget<'static>> {
        let mut lexer = whole(text)?;
        let budget = budget(&mut lexer)?;
        end(&lexer)?;
        Ok(budget)
    }
}

impl Call {
    /// A call from its text, written like the clause that allows it: `flights.book(to = "SFO", price = 450)`.
    pub fn parse(text: &str) -> Read<Call> {
        if text.len() > limits::ARGS_BYTES {
            return Err(Malformed::new(Code::LimitExceeded, "a call's text longer than 64 KiB"));
        }
        if armor::has_secret(text) {
            return Err(armor::secret_inside("a call"));
        }
        let mut lexer = Lexer::new(text, 1);
        // What a call may be called, and what its arguments, the call itself judges: more than a grant can name.
        let action = if lexer.sees("\"") { Cow::Owned(lexer.quoted("an action")?) } else { plain_action(&mut lexer)? };
        if action.is_empty() {
            return Err(lexer.fault("an action without a name"));
        }
        require_parenthesis(&mut lexer, &super::action(&action))?;
        let mut args: Vec<(String, Value)> = Vec::new();
        while !lexer.eat(")") {
            if !args.is_empty() {
                lexer.require(",")?;
            }
            let name = if lexer.sees("\"") { lexer.quoted("an argument's name")? } else { lexer.name()? };
            if !lexer.eat("=") {
                return Err(lexer.expected("`=` and a value, as a call has"));
            }
            args.push((name, lexer.value()?));
        }
        end(&lexer)?;
        Call::new(&action, Map::from_entries(args)?)
    }
}

impl Grant<'_> {
    /// What single lines do not show: sizes and counts of the whole.
    pub(crate) fn check(&self) -> Read<()> {
        let again = |clause: &Clause<'_>, scope: &mut Scope| {
            let mut writer = Writer::with_capacity(128);
            clause.encode(&mut writer);
            Clause::decode(&mut Reader::new(writer.as_slice()), scope).map(drop)
        };
        if self.ttl_secs.is_some() && self.expires.is_some() {
            return Err(Malformed::new(
                Code::GrantSyntax,
                "both `ttl` and `until`: which of them ends it would be a guess",
            )
            .with_hint("state one of them"));
        }
        if self.clauses.len() > limits::CLAUSES {
            return Err(Malformed::new(Code::LimitExceeded, "more than 32 clauses in a grant"));
        }
        if self.budgets.len() > limits::BUDGETS {
            return Err(Malformed::new(Code::LimitExceeded, "more than 8 budgets in a grant"));
        }
        if self.audiences.len() > limits::AUDIENCES {
            return Err(Malformed::new(Code::LimitExceeded, "more than 8 audiences"));
        }
        let mut scope = Scope::new();
        for (index, clause) in self.clauses.iter().enumerate() {
            again(clause, &mut scope).map_err(|fault| Malformed::new(fault.code(), String::from(fault.detail())))?;
            if self.clauses.iter().take(index).any(|other| other == clause) {
                return Err(Malformed::new(Code::DuplicateItem, format!("the clause {clause} for the second time")));
            }
        }
        for (index, budget) in self.budgets.iter().enumerate() {
            if self.budgets.iter().take(index).any(|other| other == budget) {
                return Err(Malformed::new(Code::DuplicateItem, format!("the budget {budget} for the second time")));
            }
        }
        Ok(())
    }
}

fn whole(text: &str) -> Read<Lexer<'_>> {
    let lexer = Lexer::new(text, 1);
    if armor::has_secret(text) {
        return Err(armor::secret_inside("a grant"));
    }
    if text.len() > limits::GRANT_TEXT_BYTES {
        return Err(lexer.fault_of(Code::LimitExceeded, "a text longer than 64 KiB"));
    }
    Ok(lexer)
}

fn end(lexer: &Lexer<'_>) -> Read<()> {
    if lexer.is_at_end() { Ok(()) } else { Err(lexer.expected("the end")) }
}

fn item(lexer: &mut Lexer<'_>, grant: &mut Grant<'static>) -> Read<()> {
    let start = lexer.clone();
    let once = |taken: bool, what: &str| {
        if taken { Err(start.fault(format!("`{what}` for the second time"))) } else { Ok(()) }
    };
    match lexer.word() {
        "allow" if grant.clauses.len() >= limits::CLAUSES => {
            return Err(start.fault_of(Code::LimitExceeded, "more than 32 clauses in a grant"));
        }
        "allow" => grant.clauses.push(clause(lexer)?),
        "budget" if grant.budgets.len() >= limits::BUDGETS => {
            return Err(start.fault_of(Code::LimitExceeded, "more than 8 budgets in a grant"));
        }
        "budget" => grant.budgets.push(budget(lexer)?),
        "ttl" => {
            once(grant.ttl_secs.is_some(), "ttl")?;
            grant.ttl_secs = Some(duration(lexer)?);
        }
        "depth" => {
            once(grant.depth.is_some(), "depth")?;
            let at = lexer.clone();
            let depth = lexer.count()?;
            if depth > limits::DEPTH {
                return Err(at.fault_of(Code::LimitExceeded, "a depth above 15"));
            }
            grant.depth = Some(depth);
        }
        "from" => {
            once(grant.not_before.is_some(), "from")?;
            grant.not_before = Some(time(lexer)?);
        }
        "until" => {
            once(grant.expires.is_some(), "until")?;
            grant.expires = Some(time(lexer)?);
        }
        "aud" => {
            let at = lexer.clone();
            let audience = lexer.string("an audience")?;
            grant.add_audience(Cow::Owned(audience)).map_err(|fault| at.locate(fault))?;
        }
        _ => return Err(start.expected("`allow`, `budget`, `ttl`, `from`, `until`, `depth` or `aud`")),
    }
    Ok(())
}

fn clause(lexer: &mut Lexer<'_>) -> Read<Clause<'static>> {
    let action = action(lexer)?;
    require_parenthesis(lexer, &format!("{action}"))?;
    let args = args(lexer, ")", 0)?;
    let mut needs = Vec::new();
    while lexer.eat_word("needs") {
        let start = lexer.clone();
        if needs.len() >= limits::REQUIREMENTS {
            return Err(start.fault_of(Code::LimitExceeded, "more than 8 requirements in a clause"));
        }
        let requirement = requirement(lexer)?;
        if needs.contains(&requirement) {
            return Err(start.fault_of(Code::DuplicateItem, "a requirement for the second time"));
        }
        needs.push(requirement);
    }
    Ok(Clause { action, args, needs })
}

fn require_parenthesis(lexer: &mut Lexer<'_>, action: &str) -> Read<()> {
    if lexer.eat("(") {
        return Ok(());
    }
    Err(lexer
        .expected("`(` and the arguments")
        .with_hint(format!("write `{action}()` for no arguments, or `{action}(..)` for any")))
}

fn action(lexer: &mut Lexer<'_>) -> Read<ActionPattern<'static>> {
    let start = lexer.clone();
    if lexer.sees("\"") {
        let name = lexer.string("an action")?;
        if name.is_empty() {
            return Err(start.fault("an action without a name"));
        }
        return Ok(ActionPattern::Exact(Cow::Owned(name)));
    }
    let word = lexer.action_word();
    match word.strip_suffix('*') {
        _ if word.is_empty() => Err(start.expected("an action")),
        None if is_plain_action(word) => Ok(ActionPattern::Exact(Cow::Owned(String::from(word)))),
        Some("") => Ok(ActionPattern::Any),
        Some(prefix) => match prefix.strip_suffix('.') {
            Some(prefix) if is_plain_action(prefix) => Ok(ActionPattern::Below(Cow::Owned(String::from(prefix)))),
            _ => Err(start.fault("`*` stands alone, or behind a dot: `ci.*`")),
        },
        None => Err(start.fault("`*` stands alone, or behind a dot: `ci.*`")),
    }
}

fn plain_action(lexer: &mut Lexer<'_>) -> Read<Cow<'static, str>> {
    match action(lexer)? {
        ActionPattern::Exact(name) => Ok(name),
        _ => Err(lexer.fault("a call has one action, not a pattern")),
    }
}

fn requirement(lexer: &mut Lexer<'_>) -> Read<Requirement<'static>> {
    let start = lexer.clone();
    let word = lexer.word();
    let number = match word {
        "approval" => return approval(lexer, &start).map(Requirement::Approval),
        "1" => return Err(start.fault("an approval is written with its name").with_hint(APPROVAL_HINT)),
        "2" | "3" | "4" | "5" | "6" => word.parse::<u8>().unwrap_or(0),
        word if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Err(start.expected("`approval`, or a requirement's number"));
        }
        _ => return Err(start.fault_of(Code::RequirementUnknown, "a requirement has a number from 1 to 6")),
    };
    lexer.require("(")?;
    let at = lexer.clone();
    let digits = lexer.run().strip_prefix("h'").and_then(|run| run.strip_suffix('\''));
    let bytes = digits.and_then(unhex).ok_or_else(|| at.fault("parameters are hexadecimal digits: `h'8201'`"))?;
    let mut reader = Reader::new(&bytes);
    let strict = reader.any(1).and_then(|_| reader.end());
    strict.map_err(|fault| at.locate(fault))?;
    lexer.require(")")?;
    Ok(Requirement::Other { number, parameters: Cow::Owned(bytes) })
}

const APPROVAL_HINT: &str = "write `approval(1 of [\"did:key:…\"])`";

fn approval(lexer: &mut Lexer<'_>, start: &Lexer<'_>) -> Read<Approval> {
    let hinted = |fault: Malformed| fault.with_hint(APPROVAL_HINT);
    lexer.require("(").map_err(hinted)?;
    let threshold = lexer.count().map_err(hinted)?;
    if !lexer.eat_word("of") {
        return Err(hinted(lexer.expected("`of` and a list of keys")));
    }
    lexer.require("[").map_err(hinted)?;
    let mut keys: Vec<VerifyingKey> = Vec::new();
    while (keys.is_empty() && !lexer.sees("]")) || lexer.eat(",") {
        let at = lexer.clone();
        if keys.len() >= limits::APPROVERS {
            return Err(at.fault_of(Code::LimitExceeded, "more than 16 keys in an approval"));
        }
        let key = lexer.string("a key, `did:key:…`,").map_err(hinted)?;
        let key = VerifyingKey::parse(&key).map_err(|fault| at.locate(fault))?;
        if keys.contains(&key) {
            return Err(at.fault_of(Code::DuplicateItem, "a key for the second time in an approval"));
        }
        keys.push(key);
    }
    lexer.require("]")?;
    lexer.require(")")?;
    Approval::new(threshold, keys).map_err(|fault| start.locate(fault))
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || digits.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let nibble = |byte: &u8| (*byte as char).to_digit(16).and_then(|nibble| u8::try_from(nibble).ok());
    digits.as_bytes().chunks(2).map(|pair| Some(nibble(pair.first()?)? << 4 | nibble(pair.last()?)?)).collect()
}

fn budget(lexer: &mut Lexer<'_>) -> Read<Budget<'static>> {
    let start = lexer.clone();
    let sum = if lexer.eat_word("calls") {
        None
    } else if lexer.eat_word("sum") {
        Some(Cow::Owned(lexer.name()?))
    } else {
        return Err(lexer.expected("`calls` or `sum`"));
    };
    let action = if lexer.eat_word("of") { action(lexer)? } else { ActionPattern::Any };
    lexer.require("<=")?;
    let at = lexer.clone();
    let limit = match (&sum, lexer.clone().millionths().is_ok()) {
        (None, false) => lexer.count()?,
        (None, true) => lexer.count().map_err(|_| at.fault_of(Code::ValueInvalid, "calls are counted whole"))?,
        (Some(_), _) => lexer.millionths()?,
    };
    let unit = if lexer.sees("\"") { Some(Cow::Owned(lexer.string("a unit")?)) } else { None };
    let window_secs = if lexer.eat_word("per") { Some(duration(lexer)?) } else { None };
    let ledger = if lexer.eat_word("at") {
        let at = lexer.clone();
        match lexer.run() {
            "" => return Err(at.expected("the key of a ledger, `did:key:…`")),
            key => Some(VerifyingKey::parse(key).map_err(|fault| at.locate(fault))?),
        }
    } else {
        None
    };
    let account = if lexer.eat_word("account") { Some(Cow::Owned(lexer.string("an account")?)) } else { None };
    if window_secs.is_some_and(|secs| secs > limits::WINDOW_SECS) {
        return Err(start.fault_of(Code::LimitExceeded, "a window longer than 366 days"));
    }
    let budget = Budget { limit, sum, action, window_secs, unit, ledger, account };
    budget.check().map_err(|fault| start.locate(fault))?;
    Ok(budget)
}

fn duration(lexer: &mut Lexer<'_>) -> Read<u64> {
    let start = lexer.clone();
    match parse_duration(lexer.word()) {
        Some(secs) if secs > 0 => Ok(secs),
        _ => Err(start.fault("a duration is digits and `s`, `m`, `h` or `d`: `15m`")),
    }
}

fn time(lexer: &mut Lexer<'_>) -> Read<UnixTime> {
    let start = lexer.clone();
    UnixTime::parse(lexer.run()).map_err(|fault| start.fault(String::from(fault.detail())))
}
