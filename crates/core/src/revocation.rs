//! A revocation: one signed statement that something no longer counts, or that such a statement is lifted.
//!
//! ```cddl
//! statement = signed<{ 1: key, 6: time, -65537: target }>      ; signer, iat
//! target    = [0, id]                       ; a link, and with it everything below
//!           / [1, key]                      ; a holder's or approver's key
//!           / [2, key, line]                ; a task under this root key
//!           / [3, key, line]                ; an organization under this root key
//!           / [4, key] / [4, key, tstr]     ; an authorizer: the root key itself, or a `sub` that it signs for
//!           / [5, id]                       ; a lift of the statement of this id
//! ```
//!
//! Anyone can sign a statement about anything. Whether it counts is asked for each chain: see `verify/revocation.rs`.
//! Source: `spec/revocation.md`.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter};

use crate::cbor::{Reader, Writer};
use crate::context::check_line;
use crate::envelope::{self, Bound, Id, Signed, context};
use crate::error::{Code, Malformed};
use crate::grammar::Quoted;
use crate::key::{Signature, VerifyingKey};
use crate::link::{self, MANDATE};
use crate::time::UnixTime;

/// What a statement is about. Made by its constructors, so that no target holds a text that no link could.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Target {
    /// A link, and with it every token below. Never lifted.
    #[non_exhaustive]
    Link {
        /// The link's id.
        id: Id,
    },
    /// A key, wherever a chain names it as holder.
    #[non_exhaustive]
    Key {
        /// The key.
        key: VerifyingKey,
    },
    /// Every token of one task.
    #[non_exhaustive]
    Task {
        /// The key that signs the root links meant.
        root: VerifyingKey,
        /// The task, as the root link names it.
        task: String,
    },
    /// Every token on behalf of one organization.
    #[non_exhaustive]
    Organization {
        /// The key that signs the root links meant.
        root: VerifyingKey,
        /// The organization, as the root link names it.
        organization: String,
    },
    /// Every token of one authorizer.
    #[non_exhaustive]
    Authorizer {
        /// The key that signs the root links meant.
        root: VerifyingKey,
        /// The authorizer's name; `None`: the key itself is the person.
        subject: Option<String>,
    },
    /// An earlier statement, which counts no longer.
    #[non_exhaustive]
    Lift {
        /// The id of the statement that is lifted.
        statement: Id,
    },
}

impl Target {
    /// A link and everything below it. For good: a revocation of a link is never lifted.
    pub fn link(id: Id) -> Target {
        Target::Link { id }
    }

    /// A key, wherever a chain names it as holder, whatever its tokens and whenever they were issued.
    pub fn key(key: VerifyingKey) -> Target {
        Target::Key { key }
    }

    /// Every token of this task whose root link this key signed.
    pub fn task(root: VerifyingKey, task: &str) -> Result<Target, Malformed> {
        check_line(task)?;
        Ok(Target::Task { root, task: task.to_owned() })
    }

    /// Every token on behalf of this organization whose root link this key signed.
    pub fn organization(root: VerifyingKey, organization: &str) -> Result<Target, Malformed> {
        check_line(organization)?;
        Ok(Target::Organization { root, organization: organization.to_owned() })
    }

    /// Every token of this authorizer: of the key itself, or of a name that it signs for.
    pub fn authorizer(root: VerifyingKey, subject: Option<&str>) -> Result<Target, Malformed> {
        subject.map(link::check_subject).transpose()?;
        Ok(Target::Authorizer { root, subject: subject.map(ToOwned::to_owned) })
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Target, Malformed> {
        let start = reader.clone();
        let odd = || start.fault(Code::ValueInvalid, "a target with another number of members than its kind has");
        let members = reader.array()?;
        if !(2..=3).contains(&members) {
            return Err(odd());
        }
        let at = reader.clone();
        let kind = reader.uint()?;
        match (kind, members) {
            (0, 2) => Ok(Target::Link { id: *reader.bytes_of::<32>()? }),
            (1, 2) => Ok(Target::Key { key: link::decode_key(reader)? }),
            (2, 3) => {
                Ok(Target::Task { root: link::decode_key(reader)?, task: link::decode_line(reader)?.into_owned() })
            }
            (3, 3) => Ok(Target::Organization {
                root: link::decode_key(reader)?,
                organization: link::decode_line(reader)?.into_owned(),
            }),
            (4, 2) => Ok(Target::Authorizer { root: link::decode_key(reader)?, subject: None }),
            (4, _) => {
                let root = link::decode_key(reader)?;
                let at = reader.clone();
                let subject = reader.text()?;
                link::check_subject(subject).map_err(|fault| fault.with_byte(at.position()))?;
                Ok(Target::Authorizer { root, subject: Some(subject.to_owned()) })
            }
            (5, 2) => Ok(Target::Lift { statement: *reader.bytes_of::<32>()? }),
            (0..=5, _) => Err(odd()),
            _ => Err(at.fault(Code::FieldUnknown, "a kind of target that version 1 does not have")),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        match self {
            Target::Link { id } => writer.array(2).uint(0).bytes(id),
            Target::Key { key } => writer.array(2).uint(1).bytes(key.as_bytes()),
            Target::Task { root, task } => writer.array(3).uint(2).bytes(root.as_bytes()).text(task),
            Target::Organization { root, organization } => {
                writer.array(3).uint(3).bytes(root.as_bytes()).text(organization)
            }
            Target::Authorizer { root, subject: None } => writer.array(2).uint(4).bytes(root.as_bytes()),
            Target::Authorizer { root, subject: Some(subject) } => {
                writer.array(3).uint(4).bytes(root.as_bytes()).text(subject)
            }
            Target::Lift { statement } => writer.array(2).uint(5).bytes(statement),
        };
    }
}

impl Display for Target {
    /// As a refusal names it: `task "T-1042"`. Whose task it is shows in the chain that was refused.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Target::Link { id } => write!(f, "link {}", Digits(id)),
            Target::Key { key } => write!(f, "key {key}"),
            Target::Task { task, .. } => write!(f, "task {}", Quoted(task)),
            Target::Organization { organization, .. } => write!(f, "organization {}", Quoted(organization)),
            Target::Authorizer { subject: Some(subject), .. } => write!(f, "authorizer {}", Quoted(subject)),
            Target::Authorizer { root, subject: None } => write!(f, "authorizer {root}"),
            Target::Lift { statement } => write!(f, "lift of {}", Digits(statement)),
        }
    }
}

/// An id as a message names it.
struct Digits<'i>(&'i Id);

impl Display for Digits<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A statement as read: its form is right, and nothing in it is verified. Statements travel in a
/// [`RevocationList`](crate::RevocationList); a verifier learns of them through [`Revoked`](crate::Revoked), which checks
/// their signatures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    pub(crate) signer: VerifyingKey,
    pub(crate) issued_at: UnixTime,
    pub(crate) target: Target,
    pub(crate) id: Id,
    pub(crate) signature: Signature,
    payload: Vec<u8>,
}

impl Statement {
    /// The key that claims to have signed it.
    pub fn unverified_signer(&self) -> VerifyingKey {
        self.signer
    }

    /// When it says it was made. For people: a statement counts whatever it says here.
    pub fn unverified_issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// What it is about.
    pub fn unverified_target(&self) -> &Target {
        &self.target
    }

    /// Its id, by which it is lifted. Made of what is signed, so that signing again gives no fresh one.
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Whether the signer signed it.
    pub(crate) fn is_genuine(&self, message: &mut Writer) -> bool {
        message.clear();
        envelope::write_sig_structure(Bound::Revocation, &self.payload, message);
        self.signer.verify(message.as_slice(), &self.signature)
    }

    /// Reads a statement inside a list.
    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Statement, Malformed> {
        let (signed, mut payload) = Signed::decode(reader)?;
        Statement::decode_claims(&signed.payload, &signed.signature, &mut payload)
    }

    /// A statement of this payload and signature.
    pub(crate) fn of(payload: &[u8], signature: &Signature) -> Result<Statement, Malformed> {
        Statement::decode_claims(payload, signature, &mut Reader::new(payload))
    }

    fn decode_claims(bytes: &[u8], signature: &Signature, reader: &mut Reader<'_>) -> Result<Statement, Malformed> {
        let start = reader.clone();
        let missing = |name: &str| start.fault(Code::FieldMissing, alloc::format!("a revocation without {name}"));
        let (mut signer, mut issued_at, mut target) = (None, None, None);
        let mut map = reader.map()?;
        while let Some(claim) = map.next_int(reader)? {
            let at = reader.clone();
            match claim {
                1 => signer = Some(link::decode_key(reader)?),
                6 => issued_at = Some(link::decode_time(reader)?),
                MANDATE => target = Some(Target::decode(reader)?),
                _ => return Err(at.fault(Code::FieldUnknown, "a claim that a revocation does not have")),
            }
        }
        let statement = Statement {
            signer: signer.ok_or_else(|| missing("its signer's key"))?,
            issued_at: issued_at.ok_or_else(|| missing("`iat`"))?,
            target: target.ok_or_else(|| missing("a target"))?,
            id: envelope::id_of(context::REVOCATION_ID, Bound::Revocation, bytes),
            signature: *signature,
            payload: bytes.to_vec(),
        };
        reader.end()?;
        Ok(statement)
    }

    /// Writes the signed object.
    pub(crate) fn encode(&self, writer: &mut Writer) {
        envelope::encode(&self.payload, &self.signature, writer);
    }
}

/// Writes the payload of a statement.
pub(crate) fn encode_claims(signer: &VerifyingKey, issued_at: UnixTime, target: &Target, writer: &mut Writer) {
    writer.map(3).uint(1).bytes(signer.as_bytes()).uint(6).uint(issued_at.as_secs()).int(MANDATE);
    target.encode(writer);
}
