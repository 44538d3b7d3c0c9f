//! A refusal.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::party::Party;
use super::{Digits, Shown};
use crate::denied::{Denied, Expected};
use crate::envelope::Id;
use crate::error::Code;
use crate::explain::Petname;
use crate::key::VerifyingKey;

/// A refusal: which check, which link, which limit, who set it, and what would pass. Made by [`Denied::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DeniedReport<'d> {
    code: &'static str,
    step: &'static str,
    link: Option<usize>,
    links: usize,
    authenticated: bool,
    authorizer: Option<Party>,
    holders: Vec<Shown<VerifyingKey>>,
    argument: Option<&'d str>,
    value: Option<&'d str>,
    limit: Option<&'d str>,
    set_by: Option<Party>,
    fault: String,
    fix: String,
    for_model: String,
    exit: u8,
    http: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    approvers: Option<Vec<Shown<VerifyingKey>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<ExpectedReport<'d>>,
}

/// What an approver signs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct ExpectedReport<'d> {
    leaf: Digits<Id>,
    digest: Digits<Id>,
    audience: &'d str,
}

impl Denied {
    /// The refusal as data. `fault` and `fix` are sentences for an operator, with names from the reader's own petnames;
    /// `for_model` is the one for the model that made the call. `approvers` stands where an approval is missing or was used,
    /// and `expected` where one is missing: what whoever approves must sign.
    ///
    /// All of it is for the operator. Where [`is_authenticated`](Denied::is_authenticated) is false, the sender is told the
    /// code and no more. Source: `spec/errors.md`.
    pub fn report(&self, petname: Petname<'_>) -> DeniedReport<'_> {
        let explanation = self.explain(petname);
        let code = self.code();
        let of_approvers = matches!(code, Code::ApprovalMissing | Code::EndorsementUsed);
        // Of a proof that does not fit, the sentence says it.
        let expected = self.expected().filter(|_| code == Code::ApprovalMissing);
        DeniedReport {
            code: code.as_str(),
            step: self.step().as_str(),
            link: self.link(),
            links: self.links(),
            authenticated: self.is_authenticated(),
            authorizer: self.authorizer().map(Party::from),
            holders: self.holders().iter().copied().map(Shown).collect(),
            argument: self.argument(),
            value: self.value(),
            limit: self.limit(),
            set_by: self.set_by().map(Party::from),
            fault: explanation.fault(),
            fix: explanation.fix(),
            for_model: self.for_model(),
            exit: code.exit(),
            http: code.http(),
            approvers: of_approvers.then(|| self.approvers().iter().copied().map(Shown).collect()),
            expected: expected.map(ExpectedReport::from),
        }
    }
}

impl<'d> From<&'d Expected> for ExpectedReport<'d> {
    fn from(expected: &'d Expected) -> ExpectedReport<'d> {
        ExpectedReport {
            leaf: Digits(expected.leaf_id),
            digest: Digits(expected.call_digest),
            audience: &expected.audience,
        }
    }
}
