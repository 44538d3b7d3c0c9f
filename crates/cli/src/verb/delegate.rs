//! `delegate`

use depute::{Code, Link, NotDelegated, Token, VerifyingKey};

use super::present::check_holder;
use super::{diff, product, terms};
use crate::cli::Delegate;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::Names;
use crate::out::Out;
use crate::{host, input, keys};

/// The clause that inherits every clause above.
const AS_MY_PARENT: &str = "*(..)";

pub(crate) fn run(args: &Delegate, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    let parent = Token::from_text(&input::object(&args.token)?)?;
    let holder = names.resolve(&args.to).map_err(|failure| failure.within("--to"));
    // The grant is judged first, whoever it is for: that is what takes thought to put right.
    let anyone = parent.unverified_links().last().map(Link::unverified_holder);
    let delegation = match (&holder, anyone) {
        (Ok(holder), _) => parent.delegate(holder),
        (Err(_), Some(anyone)) => parent.delegate(&anyone),
        (Err(_), None) => return Err(Failure::new(Code::Internal, "a token without a link")),
    };
    let mut delegation = terms::apply(delegation, &args.terms, None)?;
    if args.same {
        delegation = delegation.allow(AS_MY_PARENT)?;
    }
    let now = host::now()?;
    delegation.clone().prepare(now).map_err(|refused| failure(&refused, &names))?;
    holder?;
    let key = keys::signing_key(&home, out, "--from", args.from.as_deref())?;
    check_holder(&home, &parent, &key)?;
    for doubt in delegation.unproven() {
        out.remark(&format!(
            "whether `{}` is narrower than link {} could not be shown; every call is judged by both",
            doubt.asked, doubt.link
        ));
    }
    let token = delegation.sign(&key, now).map_err(|refused| failure(&refused, &names))?;
    terms::remark(out, &args.terms, &token);
    terms::remark_on_approvers(out, &names, &token);
    let narrowed = diff::narrowed(&token);
    out.remark(&if narrowed.is_empty() { "narrowed: nothing".to_owned() } else { format!("narrowed: {narrowed}") });
    product::hand_over(out, args.terms.output.as_deref(), "token", &token.to_text(), product::of_token(&token))
}

/// A refusal to delegate, in the reader's own names.
pub(crate) fn failure(refused: &NotDelegated, names: &Names) -> Failure {
    let petname = |key: &VerifyingKey| names.name(key).map(str::to_owned);
    let mut failure = Failure::new(refused.code(), refused.sentence(&petname));
    if let Some(hint) = refused.hint(&petname) {
        failure = failure.hint(hint);
    }
    match refused.example() {
        Some((call, link)) => {
            failure.hint(format!("for example {}: this clause allows it, link {link} refuses it", call.to_text()))
        }
        None => failure,
    }
}
