//! The home's own revocation list, and where a verdict looks for revocations.
//!
//! `revocations.dptr` is the list as it travels. `revocations.toml` beside it remembers its key, number and id: an older list
//! in its place, another of that number, or none, is refused. It is brought up to the list before anything rests on a list.

use std::fs::File;
use std::path::Path;

use depute::{Code, Kind, Policy, RevocationList, Revocations, Revoked, Trust, UnixTime, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::cli::RevocationArgs;
use crate::failure::Failure;
use crate::file::{self, Existing, Readers};
use crate::home::{self, Home};
use crate::{host, input, when};

/// What is remembered of the last list that was written here.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Last {
    /// Who signed it: a list of another key has numbers of its own.
    key: String,
    number: u64,
    id: String,
}

/// The list of what was revoked here, its signatures checked; `None` if nothing ever was. If it is newer than what is
/// remembered, which is how an interrupted `revoke` leaves it, that is remembered first: no older one is taken again.
pub(crate) fn of_home(home: &Home) -> Result<Option<RevocationList>, Failure> {
    let found = found(home)?;
    if !found.is_behind {
        return Ok(found.list);
    }
    let lock = home.lock().map_err(|failure| {
        failure.hint("the list of what was revoked here is newer than what is remembered of it, which is written first")
    })?;
    of_locked_home(home, &lock)
}

/// The same for whoever holds the lock already.
pub(crate) fn of_locked_home(home: &Home, _lock: &File) -> Result<Option<RevocationList>, Failure> {
    let found = found(home)?;
    if let Some(list) = found.list.as_ref().filter(|_| found.is_behind) {
        remember(home, list)?;
    }
    Ok(found.list)
}

/// A list that what is remembered does not forbid.
struct Found {
    list: Option<RevocationList>,
    /// Whether what is remembered is older than the list, or nothing.
    is_behind: bool,
}

fn found(home: &Home) -> Result<Found, Failure> {
    let (path, state_path) = (home.revocations_path(), home.revocations_state_path());
    let shown = path.display();
    // What is remembered is read before the list, and written after it: it is never newer than the list beside it.
    // An empty file is not one that never was: something was written here.
    let last = match home.read_if_there(&state_path, home::SETTINGS_BYTES)? {
        None => None,
        Some(state) => Some(toml::from_str::<Last>(&state).map_err(|cause| {
            Failure::new(Code::FileInvalid, format!("`{}`: {}", state_path.display(), cause.message()))
        })?),
    };
    let Some(text) = home.read_if_there(&path, input::TEXT_BYTES)? else {
        return match last {
            None => Ok(Found { list: None, is_behind: false }),
            Some(last) => Err(Failure::new(
                Code::RevocationStale,
                format!("the list of what was revoked here is gone: `{shown}`, list {}", last.number),
            )
            .hint("put it back from a copy")
            .hint(format!("if it was taken away on purpose, take `{}` away too", state_path.display()))),
        };
    };
    let read = RevocationList::from_text(text.trim()).and_then(|list| list.verify().map(|()| list));
    let list = read.map_err(|fault| Failure::from(fault).within(format!("`{shown}`")))?;
    let mut is_behind = true;
    if let Some(last) = last {
        let (number, id) = (list.unverified_number(), depute::Hex(list.id()).to_string());
        let from = |code, what: &str| {
            Err(Failure::new(code, format!("`{shown}` is {what}; list {} was written here", last.number))
                .hint("put the newest list back from a copy"))
        };
        if list.unverified_key().to_string() != last.key {
            return from(Code::ListUntrusted, "a list of another key than the last one").map_err(|failure| {
                failure.hint(format!(
                    "if `depute revoke` was interrupted while it wrote this list, take `{}` away",
                    state_path.display()
                ))
            });
        }
        if number < last.number {
            return from(Code::ListRolledBack, &format!("list {number}"));
        }
        if number == last.number && id != last.id {
            return from(Code::ListForked, &format!("another list {number}"));
        }
        is_behind = number > last.number;
    }
    Ok(Found { list: Some(list), is_behind })
}

/// Puts a list in the place of the home's own, for whoever holds the lock.
pub(crate) fn write(home: &Home, list: &RevocationList, _lock: &File) -> Result<(), Failure> {
    // The list first: if it stops here, the list is newer than what is remembered, and whoever reads it next remembers it.
    // The other way round, the list there would be refused, and the one that is remembered be nowhere.
    file::write(
        &home.revocations_path(),
        format!("{}\n", list.to_text()).as_bytes(),
        Readers::Owner,
        Existing::Replace,
    )?;
    remember(home, list)
}

fn remember(home: &Home, list: &RevocationList) -> Result<(), Failure> {
    let last = Last {
        key: list.unverified_key().to_string(),
        number: list.unverified_number(),
        id: depute::Hex(list.id()).to_string(),
    };
    let state = toml::to_string(&last)
        .map_err(|_| Failure::new(Code::Internal, "the state of the list could not be written as TOML"))?;
    home.write_settings(&home.revocations_state_path(), &state)
}

/// The list that an argument means.
pub(crate) fn read(argument: &str) -> Result<RevocationList, Failure> {
    let text = match argument.strip_prefix('@') {
        Some(name) => crate::home::text(file::read(Path::new(name), input::TEXT_BYTES)?, Path::new(name))?,
        None => input::text(argument)?,
    };
    Ok(RevocationList::from_text(text.trim())?)
}

/// A verifier of this trust that looks for revocations where the arguments say.
pub(crate) fn verifier(
    home: &Home,
    args: &RevocationArgs,
    trust: Trust,
    policy: impl FnOnce(Revocations) -> Result<Policy, Failure>,
) -> Result<Verifier, Failure> {
    // Lists are taken in by this machine's clock, also when a verdict is replayed.
    let now = host::now()?;
    let how = args.revocations.as_deref().map(how).transpose().map_err(|failure| failure.within("--revocations"))?;
    let (how, revoked) = match how {
        Some(Revocations::None) if !args.list.is_empty() => {
            return Err(Failure::usage("--list gives a list, and --revocations none looks into none")
                .hint("leave one of them out"));
        }
        Some(Revocations::None) => (Revocations::None, Revoked::new()),
        how => seen(home, args, &trust, how, now)?,
    };
    Ok(Verifier::new(trust, policy(how)?).with_revoked(revoked))
}

/// What the home's list and the lists given say.
fn seen(
    home: &Home,
    args: &RevocationArgs,
    trust: &Trust,
    how: Option<Revocations>,
    now: UnixTime,
) -> Result<(Revocations, Revoked), Failure> {
    let mut revoked = Revoked::new();
    let own = of_home(home)?;
    if let Some(list) = &own {
        revoked.add_own_list(list, now).map_err(|fault| {
            let failure = Failure::from(fault).within(format!("`{}`", home.revocations_path().display()));
            if failure.code() == Code::IssuedInFuture {
                failure
                    .hint("if the clock was wrong then and is right now: `depute revoke --renew` signs the list anew")
            } else {
                failure
            }
        })?;
    }
    let is_local = !matches!(how, Some(Revocations::Required { .. }));
    for argument in &args.list {
        let list = read(argument).map_err(|failure| failure.within("--list"))?;
        // Whoever looks into local lists has chosen them; what must be fresh, trust must name.
        let added = if is_local { revoked.add_own_list(&list, now) } else { revoked.add_list(&list, trust, now) };
        added.map_err(|fault| untrusted(Failure::from(fault).within("--list"), &list.unverified_key()))?;
    }
    let found_none = own.is_none() && args.list.is_empty();
    match how {
        None if found_none => Ok((Revocations::None, revoked)),
        None => Ok((Revocations::LocalList, revoked)),
        Some(Revocations::LocalList) if found_none => {
            Err(Failure::new(Code::RevocationStale, "there is no local list of revocations")
                .hint("add --list @FILE; `depute revoke` writes a list here"))
        }
        Some(how) => Ok((how, revoked)),
    }
}

/// The same failure, with what to write where a list key is not trusted.
pub(crate) fn untrusted(failure: Failure, key: &VerifyingKey) -> Failure {
    if failure.code() == Code::ListUntrusted {
        failure.hint(format!("add `lists = [\"{key}\"]` to the entry in trust.toml whose tokens the list is about"))
    } else {
        failure
    }
}

/// `none`, `local`, `required` or `required:DURATION`.
fn how(text: &str) -> Result<Revocations, Failure> {
    match text.split_once(':') {
        None if text == "none" => Ok(Revocations::None),
        None if text == "local" => Ok(Revocations::LocalList),
        None if text == "required" => Ok(Revocations::required()),
        Some(("required", age)) => Ok(Revocations::Required { staleness_secs: when::duration_secs(age)? }),
        _ => Err(match Kind::of(text) {
            Some(_) => Failure::usage("a list is given with --list"),
            None => Failure::usage("not a way to look up revocations").hint("write `none`, `local` or `required:60s`"),
        }),
    }
}
