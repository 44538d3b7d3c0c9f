//! `revoke`: a statement is signed, the home's list is signed anew with it, and what dies is said.

mod seen;
mod standing;

use depute::{Id, NextList, RevocationList, Signer, SigningKey, Statement, Target, UnixTime, VerifyingKey};
use serde_json::{Value, json};

use self::seen::{Change, Seen};
use self::standing::Standing;
use super::list;
use super::product::{self, extend, hex};
use crate::cli::{Revoke, What};
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{BAD, GOOD, Out};
use crate::{host, input, keys, revocations};

pub(crate) fn run(args: &Revoke, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    if args.what.list {
        return show(&home, out, &names);
    }
    if args.what.renew {
        return renew(args, &home, out, &names);
    }
    let key = keys::signing_key(&home, out, "--as", args.signer.as_deref())?;
    let signer = key.verifying_key();
    let list_key = args.list_key.as_deref().map(|given| keys::signing_key(&home, out, "--list-key", Some(given)));
    let list_key = list_key.transpose()?;
    let list_key = list_key.as_ref().unwrap_or(&key);
    let root = args.root.as_deref().map(|whom| names.resolve(whom).map_err(|failure| failure.within("--root")));
    let root = root.transpose()?;
    let mut seen = Seen::new(&home, &names)?;
    let link = args.what.link.as_deref().map(|argument| link(argument, args.number, &mut seen)).transpose();
    let link = link.map_err(|failure| failure.within("--link"))?;
    for argument in &args.tokens {
        seen.add(argument, &input::text(argument)?)?;
    }
    let too_many = seen.add_folder();
    if too_many > 0 {
        let (files, were) = if too_many == 1 { ("file", "was") } else { ("files", "were") };
        out.remark(&format!(
            "{too_many} `*.dpt` {files} of this folder {were} not looked at, after the first {}: give those that matter",
            seen::FILES
        ));
    }
    let lock = home.lock()?;
    let before = revocations::of_locked_home(&home, &lock)?;
    let now = host::now()?;
    let known = before.as_ref().map(RevocationList::unverified_statements).unwrap_or_default();
    let statement = match &args.what.lift {
        Some(digits) => fresh(known, now, |now| Ok(lifted(known, digits)?.lift(&key, now)?))?,
        None => {
            let target = target(&args.what, link, &names, &seen, (signer, root))?;
            fresh(known, now, |now| Ok(target.revoke(&key, now)?))?
        }
    };
    if let Some(earlier) = before.as_ref().and_then(|list| standing_already(list, &statement)) {
        let target = statement.unverified_target();
        let done = if matches!(target, Target::Lift { .. }) { "lifted" } else { "revoked" };
        let text = format!("{} was {done} before, by statement {}", what(target, &names), hex(earlier.id()));
        out.remark("nothing was changed");
        out.product(&text, json!({"changed": false, "statement": product::members(earlier.unverified_report())}))?;
        return Ok(0);
    }
    let list = next(before.as_ref(), statement.clone(), list_key, now)?;
    let changes = seen.changes(known, &list)?;
    let standing = Standing { seen: &seen, changes: &changes, known, statement: &statement, names: &names };
    if !args.anyway {
        standing.check()?;
    }
    if let Some(remark) = standing.remark() {
        out.remark(&remark);
    }
    if let Some(before) = &before {
        remark(before, &list, out, &names);
    }
    revocations::write(&home, &list, &lock)?;
    told(out, &home, &standing, &list)
}

/// Signs the list anew, or a first one without a statement: whoever asks for lists that are fresh asks for them from then on.
fn renew(args: &Revoke, home: &Home, out: &mut Out, names: &Names) -> Result<u8, Failure> {
    let (flag, given) = match args.list_key.as_deref() {
        Some(given) => ("--list-key", Some(given)),
        None => ("--as", args.signer.as_deref()),
    };
    let key = keys::signing_key(home, out, flag, given)?;
    let lock = home.lock()?;
    let before = revocations::of_locked_home(home, &lock)?;
    let list = before.as_ref().map_or_else(NextList::first, NextList::after).sign(&key, host::now()?)?;
    if let Some(before) = &before {
        remark(before, &list, out, names);
    }
    revocations::write(home, &list, &lock)?;
    out.product(&list::text(&list, names), own_members(&list))?;
    Ok(0)
}

/// Says what may surprise whoever takes these lists.
fn remark(before: &RevocationList, list: &RevocationList, out: &mut Out, names: &Names) {
    let (number, key, made) = (before.unverified_number(), before.unverified_key(), before.unverified_issued_at());
    if key != list.unverified_key() {
        out.remark(&format!(
            "list {number} was signed by {}; who asks for that key's lists does not take this one",
            names.shown(&key)
        ));
    }
    if made > list.unverified_issued_at() {
        out.remark(&format!("list {number} says it was made {made}, later than now: a clock was wrong, then or now"));
    }
}

fn show(home: &Home, out: &mut Out, names: &Names) -> Result<u8, Failure> {
    match revocations::of_home(home)? {
        Some(list) => out.product(&list::text(&list, names), own_members(&list))?,
        None => {
            out.remark("nothing was revoked here yet");
            if out.is_json() {
                out.product("", json!({"kind": "list", "statements": []}))?;
            }
        }
    }
    Ok(0)
}

/// The home's own list: whether anyone else trusts it is not asked.
fn own_members(list: &RevocationList) -> Value {
    let mut members = product::members(list.unverified_report());
    if let Value::Object(members) = &mut members {
        members.shift_remove("verified");
    }
    members
}

/// What the arguments revoke, by this signer, under the root key that was given if any was.
fn target(
    what: &What,
    link: Option<Id>,
    names: &Names,
    seen: &Seen,
    (signer, root): (VerifyingKey, Option<VerifyingKey>),
) -> Result<Target, Failure> {
    let within = |flag: &'static str| move |fault| Failure::from(fault).within(flag);
    if let Some(id) = link {
        return Ok(Target::link(id));
    }
    match what {
        What { key: Some(whom), .. } => {
            Ok(Target::key(names.resolve(whom).map_err(|failure| failure.within("--key"))?))
        }
        What { task: Some(task), .. } => {
            let root = seen.root(root, signer, |link| link.unverified_context().task() == Some(task))?;
            Target::task(root, task).map_err(within("--task"))
        }
        What { organization: Some(name), .. } => {
            let root = seen.root(root, signer, |link| link.unverified_context().organization() == Some(name))?;
            Target::organization(root, name).map_err(within("--organization"))
        }
        What { authorizer: Some(name), .. } => {
            let subject = Some(name.as_str()).filter(|name| !name.is_empty());
            let root = seen.root(root, signer, |link| subject.is_some() && link.unverified_subject() == subject)?;
            Target::authorizer(root, subject).map_err(within("--authorizer"))
        }
        _ => Err(Failure::usage("nothing is given to revoke")),
    }
}

/// The id of a link, or of one link of a token.
fn link(argument: &str, number: Option<usize>, seen: &mut Seen) -> Result<Id, Failure> {
    if let Some(id) = id(argument) {
        return match number {
            None => Ok(id),
            Some(_) => Err(Failure::usage("--number says which link of a token, and an id is of one link already")),
        };
    }
    let token = seen.add(argument, &input::text(argument)?)?;
    let ids = token.unverified_ids();
    let number = number.unwrap_or(ids.len());
    let found = number.checked_sub(1).and_then(|index| ids.get(index)).copied();
    found.ok_or_else(|| Failure::usage(format!("the token has no link {number}, but links 1 to {}", ids.len())))
}

/// An id of 64 digits.
fn id(text: &str) -> Option<Id> {
    let mut id = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    for (byte, place) in id.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(place..place + 2)?, 16).ok()?;
    }
    Some(id)
}

/// The one statement of the list here whose id begins with these digits.
fn lifted<'l>(statements: &'l [Statement], digits: &str) -> Result<&'l Statement, Failure> {
    let unknown = |message: String| {
        Failure::usage(message).within("--lift").hint("`depute revoke --list` shows the statements and their ids")
    };
    if digits.len() < 8 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(unknown("a statement is named by its id, or by 8 or more of its first digits".to_owned()));
    }
    let mut named = statements.iter().filter(|statement| hex(statement.id()).starts_with(digits));
    match (named.next(), named.next()) {
        (Some(statement), None) => Ok(statement),
        (None, _) => Err(unknown(format!("no statement of the list here is {digits}"))),
        (Some(_), Some(_)) => Err(unknown(format!("several statements of the list here begin with {digits}"))),
    }
}

/// A statement that the list has not: made once more within one second, it would be the same, so it says the next one.
fn fresh(
    known: &[Statement],
    now: UnixTime,
    sign: impl Fn(UnixTime) -> Result<Statement, Failure>,
) -> Result<Statement, Failure> {
    let (mut at, mut statement) = (now, sign(now)?);
    while known.iter().any(|known| known.id() == statement.id()) {
        at = UnixTime::from_secs(at.as_secs().saturating_add(1))?;
        statement = sign(at)?;
    }
    Ok(statement)
}

/// An earlier statement of the same signer about the same, that nobody lifted.
fn standing_already<'l>(list: &'l RevocationList, statement: &Statement) -> Option<&'l Statement> {
    let statements = list.unverified_statements();
    let is_lifted = |id: &Id| {
        statements
            .iter()
            .any(|other| matches!(other.unverified_target(), Target::Lift { statement, .. } if statement == id))
    };
    statements.iter().find(|earlier| {
        earlier.unverified_target() == statement.unverified_target()
            && earlier.unverified_signer() == statement.unverified_signer()
            && !is_lifted(earlier.id())
    })
}

fn next(
    before: Option<&RevocationList>,
    statement: Statement,
    key: &SigningKey,
    now: UnixTime,
) -> Result<RevocationList, Failure> {
    let next = before.map_or_else(NextList::first, NextList::after);
    Ok(next.with(statement)?.sign(key, now)?)
}

/// What is revoked, or the statement that is lifted.
fn what(target: &Target, names: &Names) -> String {
    list::target(target, names).trim_start_matches("lifts ").to_owned()
}

fn told(out: &mut Out, home: &Home, standing: &Standing<'_>, list: &RevocationList) -> Result<u8, Failure> {
    let Standing { changes, statement, names, .. } = *standing;
    let target = statement.unverified_target();
    let mut text = match target {
        Target::Lift { .. } => format!("{GOOD}LIFTED{GOOD:#} {}", what(target, names)),
        _ => format!("{BAD}REVOKED{BAD:#} {}", what(target, names)),
    };
    text.push_str(&format!(
        "   by {}, list {}\nstatement {}",
        names.shown(&statement.unverified_signer()),
        list.unverified_number(),
        hex(statement.id())
    ));
    let is_lift = matches!(target, Target::Lift { .. });
    let verb = if is_lift { "lives again" } else { "dies" };
    let moved: Vec<(&Change<'_>, usize)> = changes.iter().filter_map(|change| Some((change, change.moved?))).collect();
    for (change, link) in &moved {
        text.push_str(&format!("\n{verb}: {}", change.text(&[*link], names)));
    }
    let approvals: Vec<&Change<'_>> = changes.iter().filter(|change| !change.approvals.is_empty()).collect();
    if let Target::Key { key, .. } = standing.about() {
        let count = if is_lift { "count again" } else { "count no longer" };
        for change in &approvals {
            let shown = change.text(&change.approvals, names);
            text.push_str(&format!("\napprovals of {} {count}: {shown}", names.shown(key)));
        }
    }
    let already =
        changes.iter().filter(|change| change.counts && change.moved.is_none() && change.approvals.is_empty());
    let already: Vec<String> = already.map(Change::shown).collect();
    if !already.is_empty() {
        text.push_str(&format!("\nrevoked already: {}", already.join(", ")));
    } else if moved.is_empty() && approvals.is_empty() {
        text.push_str(&format!("\nof the tokens seen here, none {verb}"));
    }
    let path = home.revocations_path().display().to_string();
    let mut members = json!({"changed": true, "statement": product::members(statement.unverified_report())});
    let key = if is_lift { "lives" } else { "dies" };
    extend(&mut members, json!({key: moved.iter().map(|(change, _)| change.members()).collect::<Vec<_>>()}));
    let approvals: Vec<_> = approvals.iter().map(|change| change.approval_members()).collect();
    extend(&mut members, json!({"approvals": approvals}));
    extend(&mut members, json!({"list": {"number": list.unverified_number(), "id": hex(list.id()), "file": path}}));
    out.product(&text, members)?;
    Ok(0)
}
