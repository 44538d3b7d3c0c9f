//! What is said of approvals that a call lacks, or that were used up.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Explanation, Hex};
use crate::denied::{Denied, Step};
use crate::error::Code;
use crate::grammar::Quoted;

impl Denied {
    /// What is wrong, and what to do, for a model; `None` if this is about no approval.
    pub(super) fn approval_for_model(&self) -> Option<(String, &'static str)> {
        let (missing, approvers) = (self.missing_approvals(), self.approvers().len());
        match self.code() {
            Code::ApprovalMissing if approvers < missing => {
                Some(("needs approvals that nobody else may give".into(), "ask for a token that others may approve"))
            }
            Code::ApprovalMissing if missing > 0 => {
                let people = if approvers == 1 { "person" } else { "people" };
                let fault = format!("needs approval by {missing} more of {approvers} {people}");
                Some((fault, "ask for it, then present again"))
            }
            Code::EndorsementUsed => Some(("an approval was used before".into(), "ask for a new one; each works once")),
            _ => None,
        }
    }
}

impl Explanation<'_> {
    /// What was wrong; `None` if this is about no approval.
    pub(super) fn approval_fault(&self) -> Option<String> {
        let denied = self.denied;
        let set = denied.set_by().map_or_else(String::new, |setter| format!(", set by {}", self.setter(setter)));
        let (value, limit) = (denied.value().unwrap_or_default(), denied.limit().unwrap_or_default());
        let mut text = match (denied.code(), denied.step()) {
            (Code::EndorsementUsed, _) => format!("the endorsement by {} was used before", self.approvers("and")),
            (Code::ApprovalMissing, Step::Charge) if denied.missing_approvals() > 1 => {
                format!("the endorsements by {} do not count now, and it is {value}", self.approvers("and"))
            }
            (Code::ApprovalMissing, Step::Charge) => {
                format!("the endorsement by {} does not count now: {limit}, and it is {value}", self.approvers("and"))
            }
            (Code::ApprovalMissing, _) if denied.approvers().len() < denied.missing_approvals() => {
                let left = match denied.approvers() {
                    [] => "nobody else".into(),
                    _ => format!("only {}", self.approvers("and")),
                };
                format!("{value} approvals{set}; {left} may approve, since whoever holds a link does not")
            }
            (Code::ApprovalMissing, _) => format!("{value} approvals{set}; {} must still approve", self.wanted()),
            _ => return None,
        };
        if let Some(expected) = denied.expected() {
            text.push_str(&format!(
                "; to sign: leaf {}, digest {}, audience {}",
                Hex(&expected.leaf_id),
                Hex(&expected.call_digest),
                Quoted(&expected.audience)
            ));
        }
        Some(text)
    }

    /// What to do about it; `None` if this is about no approval.
    pub(super) fn approval_fix(&self) -> Option<String> {
        let denied = self.denied;
        match (denied.code(), denied.set_by()) {
            (Code::ApprovalMissing, Some(setter)) if denied.approvers().len() < denied.missing_approvals() => {
                Some(format!("ask {} for a token that others may approve", self.setter(setter)))
            }
            (Code::ApprovalMissing, _) => Some(format!(
                "ask {} to endorse this call, then present it again with what they sign",
                if denied.step() == Step::Charge { self.approvers("and") } else { self.wanted() }
            )),
            (Code::EndorsementUsed, _) => {
                Some(format!("ask {} to endorse the call anew; each endorsement works once", self.approvers("and")))
            }
            _ => None,
        }
    }

    /// How many of whom must still approve: `carol or dave`, `carol and dave`, `2 of carol, dave and erin`.
    fn wanted(&self) -> String {
        match (self.denied.missing_approvals(), self.denied.approvers().len()) {
            (1, _) => self.approvers("or"),
            (missing, all) if missing == all => self.approvers("and"),
            (missing, _) => format!("{missing} of {}", self.approvers("and")),
        }
    }

    fn approvers(&self, conjunction: &str) -> String {
        let names: Vec<String> = self.denied.approvers().iter().map(|key| self.key(key)).collect();
        match names.split_last() {
            None => "nobody".to_string(),
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} {conjunction} {last}", first.join(", ")),
        }
    }
}
