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
    let mut view = chain(args, out, token, &names)?;
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
    let mut view = chain(args, out, &presentation.unverified_token()?, &names)?;
    let proof = presentation.unverified_proof()?;
    let (audience, made) = (proof.unverified_audience(), proof.unverified_issued_at());
    let nonce = depute::Hex(proof.unverified_nonce()).to_string();
    view.text.push_str(&format!(
        "\ncall proof for {}, made {}, nonce {nonce}, not checked",
        quoted(audience),
        when::local(made)
    ));
    let mut about = json!({
        "audience": audience,
        "issued_at": made.to_string(),
        "nonce": nonce,
        "verified": false,
        "id": null,
        "call_digest": null,
    });
    if let Some(call) = call {
        let id = hex(presentation.unverified_proof_id(call)?);
        view.text.push_str(&format!("\nits id, if it was made over this call: {id}"));
        extend(&mut about, json!({"id": id, "call_digest": hex(call.digest())}));
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
    let rows = endorsements.iter().map(|one| {
        let mut members = endorsement::members(one);
        extend(&mut members, json!({"over_call": is_over(one)}));
        members
    });
    let rows: Vec<Value> = rows.collect();
    let token_bytes = presentation.unverified_token()?.as_bytes().len();
    extend(
        &mut view.members,
        json!({
            "kind": "presentation",
            "bytes": presentation.as_bytes().len(),
            "token_bytes": token_bytes,
            "proof": about,
            "endorsements": rows,
        }),
    );
    view.bytes = Some(presentation.as_bytes().to_vec());
    if args.diag {
        view.diag = Some(objects::presentation(presentation, &names)?);
    }
    Ok(view)
}

/// The chain alone, and what `--trust` makes of it.
fn chain(args: &Show, out: &mut Out, token: &Token, names: &Names) -> Result<View, Failure> {
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
    let summary = tree::summary(token, &tree.audiences());
    let mut view = View {
        text: format!("{heading}   {summary}\n{}", tree.text()),
        members: about(token, &tree, matches!(verdict, Some(Ok(_)))),
        bytes: None,
        diag: None,
        state: Some(plain(&heading)),
        status: 0,
    };
    if let Some(Ok(genuine)) = &verdict {
        extend(&mut view.members, json!({"revocation": genuine.revocation.to_string()}));
    }
    if let Some(Err(denied)) = &verdict {
        view.text.push_str(&format!("\n{}", verdict::denied(denied, names)));
        view.state = Some(format!("NOT VERIFIED: {}", denied.code()));
        extend(&mut view.members, json!({"denied": verdict::denied_members(denied, names)}));
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

fn about(token: &Token, tree: &Tree<'_>, is_verified: bool) -> Value {
    let mut members = json!({"kind": "token", "verified": is_verified});
    extend(&mut members, product::of_token(token));
    extend(&mut members, json!({"audiences": tree.audiences(), "links": tree.members()}));
    members
}
