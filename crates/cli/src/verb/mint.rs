//! `mint`

use super::{product, terms};
use crate::cli::Mint;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::Out;
use crate::{audience, evidence, host, keys};

pub(crate) fn run(args: &Mint, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let holder = names.resolve(&args.to).map_err(|failure| failure.within("--to"))?;
    let mut mint = terms::apply(depute::Mint::new(&holder), &args.terms, audience::from_environment()?)?;
    mint = terms::line(mint, "--subject", args.subject.as_deref(), depute::Mint::subject)?;
    mint = terms::line(mint, "--task", args.task.as_deref(), depute::Mint::task)?;
    mint = terms::line(mint, "--organization", args.organization.as_deref(), depute::Mint::organization)?;
    mint = terms::line(mint, "--environment", args.environment.as_deref(), depute::Mint::environment)?;
    if let Some(argument) = &args.evidence {
        mint = mint.evidence(evidence::read(argument).map_err(|failure| failure.within("--evidence"))?);
    }
    let now = host::now()?;
    let key = keys::signing_key(&home, out, "--from", args.from.as_deref())?;
    let token = mint.sign(&key, now, host::random()?)?;
    terms::remark(out, &args.terms, &token);
    terms::remark_on_approvers(out, &names, &token);
    product::hand_over(out, args.terms.output.as_deref(), "token", &token.to_text(), product::of_token(&token))
}
