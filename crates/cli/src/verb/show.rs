//! `show`: what an object says. Nothing of it is verified, unless `--trust` says whose word counts.
//!
//! One file for each kind of object. A kind gives a [`View`]; which part of it is printed is decided here.

mod call;
mod chain;
mod endorsement;
mod grant;
mod key;
mod list;
mod trust;

use depute::{Call, Clause, Code, Endorsement, Grant, Hex, Kind, Presentation, RevocationList, Token};
use serde_json::{Value, json};

use super::product::extend;
use crate::cli::Show;
use crate::diag::{self, Item};
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{Out, plain};
use crate::{call_arg, input, secret, trust_file};

/// What there is to see of one object.
struct View {
    /// For people, several lines.
    text: String,
    /// For programs; `kind` says what it is.
    members: Value,
    /// The bytes that are signed, hashed or sent, if the object has such.
    bytes: Option<Vec<u8>>,
    /// The same bytes, described, where that was asked for.
    diag: Option<Item>,
    /// What was verified of it; `None` where nothing could be, as of a call.
    state: Option<String>,
    status: u8,
}

pub(crate) fn run(args: &Show, out: &mut Out) -> Result<u8, Failure> {
    let view = view(args, out)?;
    if let Some(bytes) = &view.bytes {
        // In hexadecimal a secret would pass every filter of texts.
        secret::refuse_in(bytes)?;
    }
    let lacks = |what: &str| {
        Failure::usage(format!("this object has no {what} of its own"))
            .hint("tokens, presentations, endorsements, revocation lists, calls and clauses have")
    };
    let text = if args.hex {
        Hex(view.bytes.as_deref().ok_or_else(|| lacks("bytes"))?).to_string()
    } else if args.diag {
        let item = view.diag.as_ref().ok_or_else(|| lacks("CBOR"))?;
        let state = view.state.as_ref().map(|state| format!("{}\n", diag::remark(state)));
        format!("{}{}", state.unwrap_or_default(), item.text())
    } else {
        view.text
    };
    let mut members = view.members;
    if let Some(bytes) = &view.bytes {
        extend(&mut members, json!({"canonical": Hex(bytes).to_string()}));
    }
    if args.diag {
        extend(&mut members, json!({"diag": plain(&text)}));
    }
    out.product(&text, members)?;
    Ok(view.status)
}

fn view(args: &Show, out: &mut Out) -> Result<View, Failure> {
    let call = call_arg::read(&args.call)?;
    if let (Some(call), []) = (&call, args.object.as_slice()) {
        return call::view(call, args.diag);
    }
    let text = input::object(&args.object)?;
    let view = match Kind::of(&text) {
        Some(Kind::Presentation) => {
            return chain::presentation(args, out, &Presentation::from_text(&text)?, call.as_ref());
        }
        Some(Kind::PublicKey) => key::view(&text),
        Some(Kind::Endorsement) => endorsement::view(&Endorsement::from_text(&text)?, args.diag),
        Some(Kind::List) => list::view(args, out, &RevocationList::from_text(&text)?),
        Some(_) => chain::token(args, out, &Token::from_text(&text)?),
        None if text.starts_with('{') => call::view(&Call::from_json(&text)?, args.diag),
        None => of_settings(&text),
    };
    match call {
        // Only a presentation was made for a call.
        Some(_) => Err(Failure::usage("an object and a call are given")
            .hint("`show` takes one of them; beside a presentation a call may stand")),
        None => view,
    }
}

/// Texts that people write: a clause, a grant, the entries of a trust file.
fn of_settings(text: &str) -> Result<View, Failure> {
    if let Some(name) = text.strip_prefix(trust_file::ENTRY_PREFIX) {
        return trust::entry(name);
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    let word = first.split_whitespace().next().unwrap_or_default();
    if first.starts_with('[') {
        return trust::view(text);
    }
    if ["allow", "budget", "ttl", "from", "until", "depth", "aud"].contains(&word) {
        return grant::view(&Grant::parse(text).map_err(|fault| Failure::in_text(fault, text))?);
    }
    if first.contains('(') && lines.next().is_none() {
        return grant::clause(&Clause::parse(text).map_err(|fault| Failure::in_text(fault, text))?);
    }
    Err(Failure::new(Code::TextForm, "nothing that Depute knows")
        .hint("a token begins with `dpt1_`, a presentation with `dptp1_`, an endorsement with `dpte1_`")
        .hint("a revocation list begins with `dptr1_`, a public key with `did:key:`")
        .hint("a call is JSON, or --do TEXT; a clause is written `flights.book(price <= 400, ..)`"))
}

/// The reader's own names for keys.
fn names() -> Result<Names, Failure> {
    Names::load(&Home::find()?)
}
