//! `present`

use depute::{Call, Clause, Endorsement, Id, Presentation, SigningKey, Token, UnixTime, VerifyingKey};
use serde_json::json;

use super::product;
use crate::cli::Present;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{Out, quoted};
use crate::{audience, call_arg, host, input, keys, when};

pub(crate) fn run(args: &Present, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let call = call_arg::required(&args.call)?;
    let token = Token::from_text(&input::object(&args.token)?)?;
    let audience = audience::one(args.aud.as_deref())?;
    let now = host::now()?;
    let key = keys::signing_key(&home, out, "--as", args.holder.as_deref())?;
    check_holder(&home, &token, &key)?;
    let presentation = token.present(&call, &audience, &key, now, host::random()?)?;
    let presentation = with_endorsements(&home, out, presentation, &args.endorsements, &call, now)?;
    let about = json!({
        "audience": audience,
        "issued_at": now.to_string(),
        "call": {
            "action": call.action(),
            "canonical": depute::Hex(call.canonical()).to_string(),
            "digest": product::hex(call.digest()),
        },
        "leaf_id": token.unverified_ids().last().map(product::hex),
        "proof_id": product::hex(presentation.unverified_proof_id(&call)?),
        "endorsements": presentation.unverified_endorsements()?.len(),
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

/// Adds endorsements, and says of each that will not or may not count why.
pub(crate) fn with_endorsements(
    home: &Home,
    out: &mut Out,
    mut presentation: Presentation,
    given: &[String],
    call: &Call,
    now: UnixTime,
) -> Result<Presentation, Failure> {
    let token = presentation.unverified_token()?;
    let leaf_id = token.unverified_ids().last().copied().unwrap_or_default();
    let audience = presentation.unverified_proof()?.unverified_audience().to_owned();
    for argument in given {
        let endorsement = input::endorsement(argument)?;
        let signer = endorsement.unverified_signer();
        let is_theirs = |other: &Endorsement| other.unverified_signer() == signer;
        let fault = if let Some(fault) = fault(&endorsement, &leaf_id, call.digest(), &audience, now) {
            Some(fault)
        } else if presentation.unverified_endorsements()?.iter().any(is_theirs) {
            Some("is not their first: one of each counts".to_owned())
        } else {
            standing(&token, &signer).map(str::to_owned)
        };
        if let Some(fault) = fault {
            out.remark(&format!("the endorsement by {} {fault}", Names::load(home)?.shown(&signer)));
        }
        presentation = presentation.with(&endorsement)?;
    }
    Ok(presentation)
}

/// Why an endorsement will not count for this call, or may not: a verifier's clock is its own.
pub(crate) fn fault(
    endorsement: &Endorsement,
    leaf_id: &Id,
    call_digest: &Id,
    audience: &str,
    now: UnixTime,
) -> Option<String> {
    let (made, ends) = (endorsement.unverified_issued_at(), endorsement.unverified_expires());
    if !endorsement.is_over(leaf_id, call_digest) {
        Some("is not over this call with this token: it will not count".to_owned())
    } else if endorsement.unverified_audience() != audience {
        Some(format!("is for {}: it will not count", quoted(endorsement.unverified_audience())))
    } else if ends <= now {
        Some(format!("ended {}: it may not count", when::local(ends)))
    } else if made > now {
        Some(format!("is of {}, which is to come: it may not count", when::local(made)))
    } else {
        None
    }
}

/// Why somebody's endorsement will not count with this token, or may not: whom the verifier's own clauses name is not seen.
fn standing(token: &Token, signer: &VerifyingKey) -> Option<&'static str> {
    let links = token.unverified_links();
    let mut approvals = links.iter().flat_map(|link| link.unverified_grant().clauses()).flat_map(Clause::approvals);
    if links.iter().any(|link| link.unverified_holder() == *signer) {
        Some("is by a holder of this token: it will not count")
    } else if approvals.all(|approval| !approval.keys().contains(signer)) {
        Some("is by somebody whom no clause of this token names: it may not count")
    } else {
        None
    }
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
