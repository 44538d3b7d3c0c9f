//! What a clause needs besides its arguments: approvals, and kinds that this build only carries.
//!
//! ```cddl
//! requirement = [1, approval] / [2..6, any]     ; parameters of 2 to 6: at most 1 KiB
//! approval    = [1..8, [1*16 bstr .size 32]]    ; so many of these people
//! ```

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use crate::cbor::{Reader, Writer};
use crate::error::{Code, Malformed};
use crate::key::VerifyingKey;
use crate::limits;

/// Number of the requirement that is evaluated here.
const APPROVAL: u64 = 1;

/// Something besides the arguments that must be shown before a clause counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Requirement<'a> {
    /// Endorsements of the call by so many of these people.
    Approval(Approval),
    /// An attestation, a fact and so on, by number. This build evaluates none of them: it carries, shows and delegates
    /// them, and denies the call.
    Other {
        number: u8,
        /// Strict CBOR, whatever it holds.
        parameters: Cow<'a, [u8]>,
    },
}

/// Approval by a number of people out of a list.
///
/// Displayed, it is the text of a grant: `approval(2 of ["did:key:…", "did:key:…"])`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Approval {
    threshold: usize,
    /// In the order written, none twice.
    keys: Vec<VerifyingKey>,
}

impl Approval {
    /// How many must approve.
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// Who may, in the order written.
    pub fn keys(&self) -> &[VerifyingKey] {
        &self.keys
    }

    /// Approval by `threshold` of these: one at least, no more than there are, and no more than a presentation carries.
    pub(crate) fn new(threshold: u64, keys: Vec<VerifyingKey>) -> Result<Approval, Malformed> {
        check_count(keys.len())?;
        let threshold = check_threshold(threshold, keys.len())?;
        for (place, key) in keys.iter().enumerate() {
            if keys.iter().take(place).any(|other| other == key) {
                return Err(twice());
            }
        }
        Ok(Approval { threshold, keys })
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Approval, Malformed> {
        let start = reader.clone();
        if reader.array()? != 2 {
            return Err(start.fault(Code::ValueInvalid, "an approval is a number and a list of keys"));
        }
        let at = reader.clone();
        let threshold = reader.uint()?;
        // More than a list can have is no threshold, whatever the list is.
        check_threshold(threshold, limits::APPROVERS).map_err(|fault| fault.with_byte(at.position()))?;
        let list = reader.clone();
        let count = reader.array()?;
        check_count(count).map_err(|fault| fault.with_byte(list.position()))?;
        let threshold = check_threshold(threshold, count).map_err(|fault| fault.with_byte(at.position()))?;
        let mut keys = Vec::with_capacity(count);
        for _ in 0..count {
            let at = reader.clone();
            let key = reader.bytes_of::<32>()?;
            let key = VerifyingKey::from_wire(key).map_err(|fault| fault.with_byte(at.position()))?;
            if keys.contains(&key) {
                return Err(twice().with_byte(at.position()));
            }
            keys.push(key);
        }
        Ok(Approval { threshold, keys })
    }
}

/// An approval that nobody has to give, or that nobody can, is none.
fn check_threshold(threshold: u64, count: usize) -> Result<usize, Malformed> {
    let most = count.min(limits::ENDORSEMENTS);
    usize::try_from(threshold)
        .ok()
        .filter(|threshold| (1..=most).contains(threshold))
        .ok_or_else(|| Malformed::new(Code::ValueInvalid, format!("approval by {threshold}, where 1 to {most} can be")))
}

fn check_count(keys: usize) -> Result<(), Malformed> {
    match keys {
        0 => Err(Malformed::new(Code::ValueInvalid, "an approval that nobody may give")),
        1..=limits::APPROVERS => Ok(()),
        _ => Err(Malformed::new(Code::LimitExceeded, "more than 16 keys in an approval")),
    }
}

fn twice() -> Malformed {
    Malformed::new(Code::DuplicateItem, "a key for the second time in an approval")
}

impl<'a> Requirement<'a> {
    pub(crate) fn decode(reader: &mut Reader<'a>) -> Result<Requirement<'a>, Malformed> {
        let start = reader.clone();
        if reader.array()? != 2 {
            return Err(start.fault(Code::ValueInvalid, "a requirement is a number and its parameters"));
        }
        let number = match reader.uint()? {
            APPROVAL => return Approval::decode(reader).map(Requirement::Approval),
            number @ 2..=6 => number as u8,
            _ => return Err(start.fault(Code::RequirementUnknown, "a requirement with a number outside 1 to 6")),
        };
        let parameters = reader.any(1)?;
        if parameters.len() > limits::REQUIREMENT_BYTES {
            return Err(start.fault(Code::LimitExceeded, "a requirement with more than 1 KiB of parameters"));
        }
        Ok(Requirement::Other { number, parameters: Cow::Borrowed(parameters) })
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer.array(2);
        match self {
            Requirement::Approval(approval) => {
                writer.uint(APPROVAL).array(2).uint(approval.threshold as u64).array(approval.keys.len());
                for key in &approval.keys {
                    writer.bytes(key.as_bytes());
                }
            }
            Requirement::Other { number, parameters } => {
                writer.uint(u64::from(*number)).raw(parameters);
            }
        }
    }

    pub(crate) fn into_owned(self) -> Requirement<'static> {
        match self {
            Requirement::Approval(approval) => Requirement::Approval(approval),
            Requirement::Other { number, parameters } => {
                Requirement::Other { number, parameters: Cow::Owned(parameters.into_owned()) }
            }
        }
    }
}
