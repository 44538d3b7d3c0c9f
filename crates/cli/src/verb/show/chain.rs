//! A token as a ladder from the authorizer down, alone or with the proof that it was presented with.

use depute::{Call, Denied, Endorsement, Genuine, Link, Policy, Presentation, Token};
use serde_json::{Value, json};

use super::{View, endorsement};
use crate::cli::Show;
use crate::diag::objects;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::{BAD, CAUTION, GOOD, Out, plain, quoted};
use crate::verb::product::{self, extend, hex};
use crate::verb::tree::{self, Tree};
use crate::verb::verdict;
use crate::{host, revocations, trust_file, when};

pub(super) fn token(args: &Show, out: &mut Out, token: &Token) -> Result<View, Failure> {
    let names = super::names()?;
    let mut view = chain(args, out, token, product::members(token.unverified_report()), &names)?;
    view.bytes = Some(token.as_bytes().to_vec());
    if args.diag {
        view.diag = Some(objects::token(token, &names)?);
    }
    Ok(view)
}

/// The proof is never checked here; given the call that it was made for, it can at least be named.
pub(super) fn presentation(
    args: &Show,
    out: &mut Out,
    presentation: &Presentation,
    call: Option<&Call>,
) -> Result<View, Failure> {
    let names = super::names()?;
    let members = product::members(presentation.unverified_report(call)?);
    let mut view = chain(args, out, &presentation.unverified_token()?, members, &names)?;
    let proof = presentation.unverified_proof()?;
    let (audience, made) = (proof.unverified_audience(), proof.unverified_issued_at());
    let nonce = depute::Hex(proof.unverified_nonce()).to_string();
    view.text.push_str(&format!(
        "\ncall proof for {}, made {}, nonce {nonce}, not checked",
        quoted(audience),
        when::local(made)
    ));
    if let Some(call) = call {
        let id = hex(presentation.unverified_proof_id(call)?);
        view.text.push_str(&format!("\nits id, if it was made over this call: {id}"));
    }
    let leaf = presentation.unverified_token()?.unverified_ids().last().copied().unwrap_or_default();
    let endorsements = presentation.unverified_endorsements()?;
    let is_over = |one: &Endorsement| call.map(|call| one.is_over(&leaf, call.digest()));
    for one in &endorsements {
        let over = match is_over(one) {
            None => "",
            Some(true) => ", over this call",
            Some(false) => ", not over this call",
        };
        view.text.push_str(&format!("\n{}{over}, not checked", endorsement::shown(one, &names)));
    }
    view.bytes = Some(presentation.as_bytes().to_vec());
    if args.diag {
        view.diag = Some(objects::presentation(presentation, &names)?);
    }
    Ok(view)
}

/// The chain alone, and what `--trust` makes of it. The members are those of the whole object, as read.
fn chain(args: &Show, out: &mut Out, token: &Token, mut members: Value, names: &Names) -> Result<View, Failure> {
    let home = Home::find()?;
    let now = host::now()?;
    let verdict = match args.trust.trust.as_slice() {
        [] => None,
        given => {
            let trust = trust_file::resolve(&home, names, out, given)?;
            let life_secs = args.trust.life_secs()?;
            // The audience is a verifier's own; whoever looks at a token is none.
            let verifier = revocations::verifier(&home, &args.revocation, trust, |revocations| {
                Ok(Policy::new("local", revocations)?.life_secs(life_secs)?)
            })?;
            Some(verifier.check_chain(token.as_bytes(), now))
        }
    };
    let tree = Tree::new(&[token], names, now);
    let heading = heading(verdict.as_ref(), token, names);
    let summary = tree::summary(token);
    extend(&mut members, json!({"verified": matches!(verdict, Some(Ok(_))), "links": tree.members()}));
    let mut view = View {
        text: format!("{heading}   {summary}\n{}", tree.text()),
        members,
        bytes: None,
        diag: None,
        state: Some(plain(&heading)),
        status: 0,
    };
    if let Some(Ok(genuine)) = &verdict {
        product::insert_after(&mut view.members, "links", "revocation", genuine.revocation.to_string().into());
    }
    if let Some(Err(denied)) = &verdict {
        view.text.push_str(&format!("\n{}", verdict::denied(denied, names)));
        view.state = Some(format!("NOT VERIFIED: {}", denied.code()));
        product::insert_after(&mut view.members, "links", "denied", verdict::denied_members(denied, names));
        view.status = denied.code().exit();
    }
    Ok(view)
}

/// Whether the chain holds, as far as anyone looked.
fn heading(verdict: Option<&Result<Genuine, Denied>>, token: &Token, names: &Names) -> String {
    match verdict {
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
