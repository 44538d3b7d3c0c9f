//! `show`: what an object says. Nothing of it is verified, unless `--trust` says whose word counts.

use depute::{
    Call, Code, Denied, Endorsement, Genuine, Hex, Kind, Link, Policy, Presentation, Proof, RevocationList,
    Revocations, Revoked, Token,
};
use serde_json::{Value, json};

use super::list;
use super::product::{self, extend, hex};
use super::tree::{self, Tree};
use super::verdict;
use crate::cli::Show;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{BAD, CAUTION, GOOD, Out, quoted};
use crate::{call_arg, host, input, revocations, trust_file, when};

pub(crate) fn run(args: &Show, out: &mut Out) -> Result<u8, Failure> {
    if let Some(call) = call_arg::read(&args.call)? {
        return show_call(out, &call);
    }
    let text = input::object(&args.object)?;
    match Kind::of(&text) {
        None if text.starts_with('{') => show_call(out, &Call::from_json(&text)?),
        None => Err(Failure::new(Code::TextForm, "neither a token, a presentation nor a call")
            .hint("a token begins with `dpt1_`, a presentation with `dptp1_`, and a call is JSON, or --do TEXT")),
        Some(Kind::Endorsement) => show_endorsement(out, &Endorsement::from_text(&text)?),
        Some(Kind::Presentation) => {
            let presentation = Presentation::from_text(&text)?;
            let proof = presentation.unverified_proof()?;
            let endorsements = presentation.unverified_endorsements()?;
            show_chain(args, out, &presentation.unverified_token()?, Some((&proof, &endorsements)))
        }
        Some(Kind::List) => show_list(args, out, &RevocationList::from_text(&text)?),
        _ => show_chain(args, out, &Token::from_text(&text)?, None),
    }
}

/// A revocation list. Its signatures can be checked by themselves; whose list it is, only trust can say.
fn show_list(args: &Show, out: &mut Out, list: &RevocationList) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let is_trusted = match args.trust.trust.as_slice() {
        [] => {
            list.verify()?;
            false
        }
        given => {
            let trust = trust_file::resolve(&home, &names, out, given)?;
            Revoked::new()
                .add_list(list, &trust, host::now()?)
                .map_err(|fault| revocations::untrusted(Failure::from(fault), &list.unverified_key()))?;
            true
        }
    };
    let heading = if is_trusted {
        format!(
            "{GOOD}VERIFIED{GOOD:#} (a list that trust names; for which tokens a statement counts, each chain says)"
        )
    } else {
        format!("{CAUTION}UNVERIFIED{CAUTION:#} (every signature holds; add --trust NAME to ask whose lists count)")
    };
    let mut members = list::members(list);
    extend(&mut members, json!({"verified": is_trusted}));
    out.product(&format!("{heading}\n{}", list::text(list, &names)), members)?;
    Ok(0)
}

/// A token, alone or with the proof and the endorsements that it was presented with, which are never checked here: their
/// call is not known.
fn show_chain(
    args: &Show,
    out: &mut Out,
    token: &Token,
    presented: Option<(&Proof<'_>, &[Endorsement])>,
) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let now = host::now()?;
    let verdict = match args.trust.trust.as_slice() {
        [] => None,
        given => {
            let trust = trust_file::resolve(&home, &names, out, given)?;
            let life_secs = args.trust.life_secs()?;
            // The audience is a verifier's own; whoever looks at a token is none.
            let verifier = revocations::verifier(&home, &args.revocation, trust, |revocations| {
                Ok(Policy::new("local", revocations)?.life_secs(life_secs)?)
            })?;
            Some(verifier.check_chain(token.as_bytes(), now))
        }
    };
    let tree = Tree::new(&[token], &names, now);
    let summary = tree::summary(token, &tree.audiences());
    let mut text = format!("{}   {summary}\n{}", heading(verdict.as_ref(), token, &names), tree.text());
    let mut members = json!({"kind": "token", "verified": matches!(verdict, Some(Ok(_)))});
    if let Some(Ok(genuine)) = &verdict {
        extend(&mut members, json!({"revocation": genuine.revocation.to_string()}));
    }
    if let Some((proof, endorsements)) = presented {
        let (audience, made) = (proof.unverified_audience(), proof.unverified_issued_at());
        text.push_str(&format!("\ncall proof for {}, made {}, not checked", quoted(audience), when::local(made)));
        let proof = json!({"audience": audience, "issued_at": made.to_string(), "verified": false});
        for endorsement in endorsements {
            text.push_str(&format!("\n{}, not checked", endorsed(endorsement, &names)));
        }
        let endorsements: Vec<Value> = endorsements.iter().map(endorsement_members).collect();
        extend(&mut members, json!({"kind": "presentation", "proof": proof, "endorsements": endorsements}));
    }
    extend(&mut members, about(token, &tree));
    let status = match &verdict {
        Some(Err(denied)) => {
            text.push_str(&format!("\n{}", verdict::denied(denied, &names)));
            extend(&mut members, json!({"denied": verdict::denied_members(denied, &names)}));
            denied.code().exit()
        }
        _ => 0,
    };
    out.product(&text, members)?;
    Ok(status)
}

/// Whether the chain holds, as far as anyone looked.
fn heading(verdict: Option<&Result<Genuine, Denied>>, token: &Token, names: &Names) -> String {
    match verdict {
        Some(Ok(genuine)) if genuine.revocation.revocations == Revocations::None => {
            format!("{GOOD}VERIFIED{GOOD:#} (the chain; a call is judged by `depute check`)")
        }
        Some(Ok(genuine)) => format!(
            "{GOOD}VERIFIED{GOOD:#} (the chain; a call is judged by `depute check`)   revocation {}",
            genuine.revocation
        ),
        Some(Err(_)) => format!("{BAD}NOT VERIFIED{BAD:#} (see below)"),
        None => {
            let root = token.unverified_links().first().and_then(Link::unverified_issuer);
            let issuer = root.map_or_else(
                || "NAME".to_owned(),
                |key| names.name(&key).map_or_else(|| key.to_string(), str::to_owned),
            );
            format!("{CAUTION}UNVERIFIED{CAUTION:#} (add --trust {issuer})")
        }
    }
}

fn about(token: &Token, tree: &Tree<'_>) -> Value {
    let mut members = product::of_token(token);
    extend(&mut members, json!({"audiences": tree.audiences(), "links": tree.members()}));
    members
}

fn show_endorsement(out: &mut Out, endorsement: &Endorsement) -> Result<u8, Failure> {
    let names = Names::load(&Home::find()?)?;
    let text = format!("{CAUTION}UNVERIFIED{CAUTION:#} {}", endorsed(endorsement, &names));
    let mut members = json!({"kind": "endorsement"});
    extend(&mut members, endorsement_members(endorsement));
    out.product(&text, members)?;
    Ok(0)
}

fn endorsed(endorsement: &Endorsement, names: &Names) -> String {
    format!(
        "endorsement by {} for {}, made {}, until {}",
        names.shown(&endorsement.unverified_signer()),
        quoted(endorsement.unverified_audience()),
        when::local(endorsement.unverified_issued_at()),
        when::local(endorsement.unverified_expires())
    )
}

fn endorsement_members(endorsement: &Endorsement) -> Value {
    json!({
        "verified": false,
        "signer": endorsement.unverified_signer().to_string(),
        "audience": endorsement.unverified_audience(),
        "issued_at": endorsement.unverified_issued_at().to_string(),
        "expires": endorsement.unverified_expires().to_string(),
    })
}

fn show_call(out: &mut Out, call: &Call) -> Result<u8, Failure> {
    let canonical = Hex(call.canonical()).to_string();
    let args: Value = serde_json::from_str(&call.args().to_json()).unwrap_or(Value::Null);
    let request = call.http().map_or_else(String::new, |http| {
        let body = Hex(http.body_digest());
        format!("request    {} {}\nbody       {body}\n", http.method(), http.target())
    });
    let text = format!(
        "call       {}\narguments  {}\n{request}canonical  {canonical}\ndigest     {}",
        call.action(),
        call.args().to_json(),
        hex(call.digest()),
    );
    let mut members = json!({"kind": "call", "action": call.action(), "args": args});
    if let Some(http) = call.http() {
        let body = Hex(http.body_digest()).to_string();
        extend(&mut members, json!({"http": {"body": body, "method": http.method(), "target": http.target()}}));
    }
    extend(&mut members, json!({"canonical": canonical, "digest": hex(call.digest())}));
    out.product(&text, members)?;
    Ok(0)
}
