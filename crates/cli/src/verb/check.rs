//! `check`: the pure verdict. Nothing is counted, no proof is burned.

use depute::{Call, Code, Kind, Policy, Presentation, Token, UnixTime};
use serde_json::json;

use super::present::{check_holder, with_endorsements};
use super::product::{self, extend};
use super::verdict;
use crate::cli::Check;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{CAUTION, Out};
use crate::{audience, call_arg, host, input, keys, revocations, trust_file, when};

/// Exit status of a replay that would allow: never that of an answer about now.
const REPLAY_ALLOWS: u8 = 6;

pub(crate) fn run(args: &Check, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let call = call_arg::required(&args.call)?;
    let audience = audience::one(args.aud.as_deref())?;
    let life_secs = args.trust.life_secs()?;
    let replay = args.at.as_deref().map(when::time).transpose().map_err(|failure| failure.within("--at"))?;
    let now = match replay {
        Some(time) => time,
        None => host::now()?,
    };
    let presentation = presentation(&home, out, args, &call, &audience, now)?;
    let presentation = with_endorsements(&home, out, presentation, &args.endorsements, &call, now)?;
    let trust = trust_file::resolve(&home, &names, out, &args.trust.trust)?;
    let verifier = revocations::verifier(&home, &args.revocation, trust, |revocations| {
        let policy = Policy::new(&audience, revocations)?.life_secs(life_secs)?;
        // Whoever asks has the request or has none, as a verifier's route would.
        Ok(if call.http().is_some() { policy.http() } else { policy })
    })?;

    let verdict = verifier.check(presentation.as_bytes(), &call, now);
    let mut members = json!({"verdict": if verdict.is_ok() { "allowed" } else { "denied" }, "checked_only": true});
    let mut text = String::new();
    if replay.is_some() {
        text = format!("{CAUTION}REPLAY{CAUTION:#} at {now}: this is not an answer about now\n");
        extend(&mut members, json!({"replay": true, "at": now.to_string()}));
    }
    match &verdict {
        Ok(verified) => {
            text.push_str(&verdict::allowed(verified, &names));
            extend(&mut members, product::members(verified.report()));
        }
        Err(denied) => {
            text.push_str(&verdict::denied(denied, &names));
            extend(&mut members, verdict::denied_members(denied, &names));
        }
    }
    out.product(&text, members)?;
    Ok(match (&verdict, replay) {
        (Ok(_), None) => 0,
        (Ok(_), Some(_)) => REPLAY_ALLOWS,
        (Err(denied), _) => denied.code().exit(),
    })
}

/// The presentation as it came, or made here with the holder's key.
fn presentation(
    home: &Home,
    out: &mut Out,
    args: &Check,
    call: &Call,
    audience: &str,
    now: UnixTime,
) -> Result<Presentation, Failure> {
    let text = input::object(&args.object)?;
    match Kind::of(&text) {
        Some(Kind::Token) => {}
        Some(Kind::Presentation) if args.holder.is_some() => {
            return Err(Failure::usage("a presentation carries its proof already").hint("leave --as out"));
        }
        None => {
            return Err(Failure::new(Code::TextForm, "neither a presentation nor a token")
                .hint("a presentation begins with `dptp1_`, a token with `dpt1_`"));
        }
        Some(_) => return Ok(Presentation::from_text(&text)?),
    }
    let token = Token::from_text(&text)?;
    if args.holder.is_none() && !keys::is_in_environment() {
        return Err(Failure::usage("a token alone opens nothing: its holder signs each call")
            .hint("add --as NAME to sign this call here, or make a presentation with `depute present`"));
    }
    let key = keys::signing_key(home, out, "--as", args.holder.as_deref())?;
    check_holder(home, &token, &key)?;
    Ok(token.present(call, audience, &key, now, host::random()?)?)
}
