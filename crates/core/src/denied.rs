//! A refusal: which check, which link, which limit, what the value was, who set it, and what would pass.
//!
//! Only data; the sentences are in `explain`.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::envelope::Id;
use crate::error::{Code, Malformed};
use crate::key::VerifyingKey;
use crate::lookup::Lookup;

/// The steps of a verdict, in the order in which they are taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Strict reading of the presentation.
    Form,
    /// The root link's key, its interval, its subject.
    Root,
    /// Depth, audiences, windows and budget homes of the chain.
    Structure,
    /// Times of the chain and of the call proof.
    Time,
    /// Revocations.
    Revocation,
    /// Signatures of the links.
    Signatures,
    /// The holder's signature over this call.
    Proof,
    /// Whether every link allows the call.
    Grants,
    /// What the clauses need besides.
    Requirements,
    /// What the call owes to budgets.
    Owed,
    /// Taking the charges and burning the proof.
    Charge,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Step; 11] = [
        Step::Form,
        Step::Root,
        Step::Structure,
        Step::Time,
        Step::Revocation,
        Step::Signatures,
        Step::Proof,
        Step::Grants,
        Step::Requirements,
        Step::Owed,
        Step::Charge,
    ];

    /// The name that travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Step::Form => "form",
            Step::Root => "root",
            Step::Structure => "structure",
            Step::Time => "time",
            Step::Revocation => "revocation",
            Step::Signatures => "signatures",
            Step::Proof => "proof",
            Step::Grants => "grants",
            Step::Requirements => "requirements",
            Step::Owed => "owed",
            Step::Charge => "charge",
        }
    }
}

/// On whose behalf a chain acts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Authorizer {
    /// A person or body who signs with a key of their own.
    Key(VerifyingKey),
    /// Someone for whom a trusted authority signs.
    Subject {
        /// Name of the trust entry.
        entry: String,
        /// Name of the authorizer, as the authority knows it.
        subject: String,
    },
}

/// Who set the limit that a call did not pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Setter {
    /// The verifier itself, by its policy or by the trust entry of this name.
    Verifier(Option<String>),
    /// The authorizer, in the root link.
    Authorizer(Authorizer),
    /// The holder of this key, in a link that it issued.
    Holder(VerifyingKey),
}

/// A refusal. Nothing may run on it; it says what would have to change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Denied(Box<Denial>);

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Denial {
    pub(crate) code: Code,
    pub(crate) step: Step,
    /// 0: the verifier's own grant, 1: the root link.
    pub(crate) link: Option<usize>,
    /// How many links the token has; 0 if that could not be read.
    pub(crate) links: usize,
    /// Empty until every signature has passed.
    pub(crate) holders: Vec<VerifyingKey>,
    pub(crate) authorizer: Option<Authorizer>,
    pub(crate) setter: Option<Setter>,
    /// Where in the arguments.
    pub(crate) argument: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) limit: Option<String>,
    /// The nearest earlier link that limits the same argument, and by what: it would allow the call.
    pub(crate) allowed_by: Option<(usize, String)>,
    /// How many approvals are missing, and whose they may be.
    pub(crate) missing_approvals: usize,
    pub(crate) approvers: Vec<VerifyingKey>,
    /// What the verifier made the proof's message of, or an approver's.
    pub(crate) expected: Option<Expected>,
    /// How revocations were, or would have been, looked up; `None` if the root could not be read.
    pub(crate) lookup: Option<Lookup>,
    /// What was wrong with the form.
    pub(crate) malformed: Option<Malformed>,
}

/// What the verifier computed for a proof that did not fit: whatever the sender signed differs in one of these. For an
/// approval that is missing: what an approver signs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    /// The action.
    pub action: String,
    /// The audience.
    pub audience: String,
    /// Id of the last link.
    pub leaf_id: Id,
    /// Digest of the call.
    pub call_digest: Id,
}

impl Denied {
    pub(crate) fn new(code: Code, step: Step) -> Denied {
        Denied(Box::new(Denial {
            code,
            step,
            link: None,
            links: 0,
            holders: Vec::new(),
            authorizer: None,
            setter: None,
            argument: None,
            value: None,
            limit: None,
            allowed_by: None,
            missing_approvals: 0,
            approvers: Vec::new(),
            expected: None,
            lookup: None,
            malformed: None,
        }))
    }

    pub(crate) fn of_form(malformed: Malformed) -> Denied {
        let mut denied = Denied::new(malformed.code(), Step::Form);
        denied.0.link = malformed.link();
        denied.0.malformed = Some(malformed);
        denied
    }

    pub(crate) fn with(mut self, fill: impl FnOnce(&mut Denial)) -> Denied {
        fill(&mut self.0);
        self
    }

    /// Why, in one word of the closed list.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// At which step.
    pub fn step(&self) -> Step {
        self.0.step
    }

    /// At which link: 1 is the root link, 0 the verifier's own grant for it.
    pub fn link(&self) -> Option<usize> {
        self.0.link
    }

    /// How many links the token has; 0 if it could not be read.
    pub fn links(&self) -> usize {
        self.0.links
    }

    /// Whether every signature had passed. If not, nothing about the sender is known, and a service tells it the code
    /// and no more.
    pub fn is_authenticated(&self) -> bool {
        self.0.step > Step::Proof
    }

    /// On whose behalf the call was made; only known when authenticated.
    pub fn authorizer(&self) -> Option<&Authorizer> {
        self.0.authorizer.as_ref()
    }

    /// The holders, first to last; only known when authenticated.
    pub fn holders(&self) -> &[VerifyingKey] {
        &self.0.holders
    }

    /// Who set the limit.
    pub fn set_by(&self) -> Option<&Setter> {
        self.0.setter.as_ref()
    }

    /// The argument at fault, such as `price` or `opts.tags[2]`.
    pub fn argument(&self) -> Option<&str> {
        self.0.argument.as_deref()
    }

    /// What it was: JSON, cut when long. For times and counts, the number.
    pub fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// The limit, as a grant writes it.
    pub fn limit(&self) -> Option<&str> {
        self.0.limit.as_deref()
    }

    /// The nearest earlier link that limits the same argument and would have allowed it, with its limit.
    pub fn allowed_by(&self) -> Option<(usize, &str)> {
        self.0.allowed_by.as_ref().map(|(link, limit)| (*link, limit.as_str()))
    }

    /// For `approval_missing`: how many must still approve.
    pub fn missing_approvals(&self) -> usize {
        self.0.missing_approvals
    }

    /// For `approval_missing`: who may still approve. For `endorsement_used`: who must approve again.
    pub fn approvers(&self) -> &[VerifyingKey] {
        &self.0.approvers
    }

    /// For `proof_mismatch` and `approval_missing`: what this verifier computed, and whoever signs must sign.
    pub fn expected(&self) -> Option<&Expected> {
        self.0.expected.as_ref()
    }

    /// How revocations were looked up; `None` if the chain did not come so far.
    pub fn revocation(&self) -> Option<&Lookup> {
        self.0.lookup.as_ref().filter(|_| self.0.step > Step::Revocation)
    }

    /// For a fault of form: what exactly, and where.
    pub fn malformed(&self) -> Option<&Malformed> {
        self.0.malformed.as_ref()
    }
}

impl core::error::Error for Denied {}

/// A refusal of what was received and cannot be read, be it the text of a presentation or the call beside it.
impl From<Malformed> for Denied {
    fn from(malformed: Malformed) -> Denied {
        Denied::of_form(malformed)
    }
}

impl Expected {
    pub(crate) fn new(action: &str, audience: &str, leaf_id: Id, call_digest: Id) -> Expected {
        Expected { action: action.to_owned(), audience: audience.to_owned(), leaf_id, call_digest }
    }
}
