//! `present`

use depute::{SigningKey, Token};
use serde_json::json;

use super::product;
use crate::cli::Present;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{Out, quoted};
use crate::{audience, call_arg, host, input, keys};

pub(crate) fn run(args: &Present, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let call = call_arg::required(&args.call)?;
    let token = Token::from_text(&input::object(&args.token)?)?;
    let audience = audience::one(args.aud.as_deref())?;
    let now = host::now()?;
    let key = keys::signing_key(&home, out, "--as", args.holder.as_deref())?;
    check_holder(&home, &token, &key)?;
    let presentation = token.present(&call, &audience, &key, now, host::random()?)?;
    let about = json!({
        "audience": audience,
        "issued_at": now.to_string(),
        "call_digest": product::hex(call.digest()),
        "bytes": presentation.as_bytes().len(),
    });
    remark_on_audience(out, &token, &audience);
    product::hand_over(out, args.output.as_deref(), "presentation", &presentation.to_text(), about)
}

/// Refuses another key than the last holder's by its name, before anything is signed.
pub(crate) fn check_holder(home: &Home, token: &Token, key: &SigningKey) -> Result<(), Failure> {
    let links = token.unverified_links();
    let Some(holder) = links.last().map(depute::Link::unverified_holder) else { return Ok(()) };
    let ours = depute::Signer::verifying_key(key);
    if ours == holder {
        return Ok(());
    }
    let names = Names::load(home)?;
    let failure = Failure::new(depute::Code::NotHolder, format!("{} does not hold this token", names.shown(&ours)));
    Err(match names.name(&holder) {
        Some(name) => failure.hint(format!("its holder is {name}: sign with {name}'s key")),
        None => failure.hint(format!("its holder is {holder}")),
    })
}

fn remark_on_audience(out: &mut Out, token: &Token, audience: &str) {
    let links = token.unverified_links();
    let stated = links.iter().rev().find(|link| link.unverified_grant().audiences().next().is_some());
    let stated: Vec<&str> = stated.iter().flat_map(|link| link.unverified_grant().audiences()).collect();
    if !stated.contains(&audience) {
        let stated: Vec<String> = stated.into_iter().map(quoted).collect();
        out.remark(&format!("the token is not meant for {}, only for {}", quoted(audience), stated.join(", ")));
    }
}
