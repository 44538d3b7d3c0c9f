//! A clause: one action pattern, limits on its arguments, and what it needs besides.
//!
//! ```cddl
//! clause      = [action, args] / [action, args, true] / [action, args, bool, [1*8 requirement]]   ; true: ends in `..`
//! action      = tstr / [tstr] / []          ; one action / every action below a prefix, `ci.*` / every action, `*`
//! args        = { * tstr => arg }
//! arg         = limits / [0, limits]        ; the second may be absent, `?`
//! ```
//!
//! These types only hold what the grammar can write and the wire can carry: what they mean stands in `matches`.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::armor;
use crate::cbor::{Reader, Writer};
use crate::codepoints;
use crate::error::{Code, Malformed};
use crate::limit::{Limits, Scope};
use crate::limits;
use crate::requirement::{Approval, Requirement};

/// One action pattern with limits on its arguments.
///
/// A clause allows a call if the action matches, every argument that it names is within its limits (present, unless
/// marked `?`), and the call has no other argument (unless the clause ends in `..`).
#[derive(Clone, PartialEq, Debug)]
pub struct Clause<'a> {
    pub(crate) action: ActionPattern<'a>,
    pub(crate) args: Args<'a>,
    pub(crate) needs: Vec<Requirement<'a>>,
}

/// Which actions a clause or a budget speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ActionPattern<'a> {
    /// This one.
    Exact(Cow<'a, str>),
    /// Every one that begins with this prefix, a dot, and at least one character: `ci.*`.
    Below(Cow<'a, str>),
    /// Every one.
    Any,
}

/// Limits on named arguments, of a call or of an object within one.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Args<'a> {
    /// In ascending order of the encoded name: shortest first, then byte by byte.
    pub(crate) entries: Vec<Arg<'a>>,
    /// Whether other arguments are left unlimited: `..`.
    pub(crate) open: bool,
}

/// One argument's name and limits.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Arg<'a> {
    pub(crate) name: Cow<'a, str>,
    /// Whether it may be absent: `?`.
    pub(crate) optional: bool,
    pub(crate) limits: Limits<'a>,
}

impl ActionPattern<'_> {
    /// Whether the pattern speaks of this action.
    pub(crate) fn matches(&self, action: &str) -> bool {
        match self {
            ActionPattern::Exact(name) => name == action,
            ActionPattern::Below(prefix) => action
                .strip_prefix(&**prefix)
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|rest| !rest.is_empty()),
            ActionPattern::Any => true,
        }
    }

    /// Whether every action of `other` is one of this pattern's.
    pub(crate) fn covers(&self, other: &ActionPattern<'_>) -> bool {
        match (self, other) {
            (ActionPattern::Any, _) => true,
            (_, ActionPattern::Any) => false,
            (_, ActionPattern::Exact(name)) => self.matches(name),
            (ActionPattern::Exact(_), ActionPattern::Below(_)) => false,
            // `a.*` covers `a.*`, `a.b.*` and `a..*`: what begins with one of them and a dot begins with `a.` and goes on.
            (ActionPattern::Below(outer), ActionPattern::Below(inner)) => {
                inner.strip_prefix(&**outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }
        }
    }
}

/// Whether a name can stand in a text without quotes as an action.
pub(crate) fn is_plain_action(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

impl<'a> Clause<'a> {
    pub(crate) fn decode(reader: &mut Reader<'a>, scope: &mut Scope) -> Result<Clause<'a>, Malformed> {
        let start = reader.clone();
        let length = reader.array()?;
        if !matches!(length, 2..=4) {
            return Err(start.fault(Code::ValueInvalid, "a clause has two to four members"));
        }
        let action = ActionPattern::decode(reader)?;
        let mut args = Args::decode(reader, scope)?;
        let mut needs = Vec::new();
        match length {
            3 => {
                args.open = true;
                if !reader.bool()? {
                    return Err(start.fault(Code::ValueInvalid, "a clause without `..` has two members"));
                }
            }
            4 => {
                args.open = reader.bool()?;
                let count = reader.array()?;
                if count == 0 {
                    return Err(start.fault(Code::ValueInvalid, "a list of requirements that is empty"));
                }
                if count > limits::REQUIREMENTS {
                    return Err(start.fault(Code::LimitExceeded, "more than 8 requirements in a clause"));
                }
                for _ in 0..count {
                    let requirement = Requirement::decode(reader)?;
                    if needs.contains(&requirement) {
                        return Err(reader.fault(Code::DuplicateItem, "a requirement for the second time"));
                    }
                    needs.push(requirement);
                }
            }
            _ => {}
        }
        Ok(Clause { action, args, needs })
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer.array(if !self.needs.is_empty() {
            4
        } else if self.args.open {
            3
        } else {
            2
        });
        self.action.encode(writer);
        self.args.encode(writer);
        if self.args.open || !self.needs.is_empty() {
            writer.bool(self.args.open);
        }
        if !self.needs.is_empty() {
            writer.array(self.needs.len());
            self.needs.iter().for_each(|requirement| requirement.encode(writer));
        }
    }

    /// A clause from the bytes that a link carries for it, with nothing behind them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Clause<'static>, Malformed> {
        let mut reader = Reader::new(bytes);
        let clause = Clause::decode(&mut reader, &mut Scope::new())?;
        reader.end()?;
        Ok(clause.into_owned())
    }

    /// The bytes that a link carries for it: deterministic CBOR.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.encode(&mut writer);
        writer.into_bytes()
    }

    /// The approvals that it needs, in the order written. What else it needs stands in its text alone.
    pub fn approvals(&self) -> impl Iterator<Item = &Approval> {
        self.needs.iter().filter_map(|requirement| match requirement {
            Requirement::Approval(approval) => Some(approval),
            Requirement::Other { .. } => None,
        })
    }

    pub(crate) fn into_owned(self) -> Clause<'static> {
        Clause {
            action: self.action.into_owned(),
            args: self.args.into_owned(),
            needs: self.needs.into_iter().map(Requirement::into_owned).collect(),
        }
    }
}

impl<'a> ActionPattern<'a> {
    pub(crate) fn decode(reader: &mut Reader<'a>) -> Result<ActionPattern<'a>, Malformed> {
        let start = reader.clone();
        if reader.next_is_text() {
            let name = policy_text(reader)?;
            if name.is_empty() {
                return Err(start.fault(Code::ValueInvalid, "an action without a name"));
            }
            if name.len() > limits::ACTION_BYTES {
                return Err(start.fault(Code::LimitExceeded, "an action's name longer than 256 bytes"));
            }
            return Ok(ActionPattern::Exact(Cow::Borrowed(name)));
        }
        match reader.array()? {
            0 => Ok(ActionPattern::Any),
            1 => {
                let prefix = policy_text(reader)?;
                if !is_plain_action(prefix) {
                    return Err(start
                        .fault(Code::ValueInvalid, "an action prefix is made of letters, digits, `.`, `_` and `-`"));
                }
                if prefix.len() > limits::ACTION_BYTES {
                    return Err(start.fault(Code::LimitExceeded, "an action prefix longer than 256 bytes"));
                }
                Ok(ActionPattern::Below(Cow::Borrowed(prefix)))
            }
            _ => Err(start.fault(Code::ValueInvalid, "an action pattern is a name, one prefix, or empty")),
        }
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        match self {
            ActionPattern::Exact(name) => writer.text(name),
            ActionPattern::Below(prefix) => writer.array(1).text(prefix),
            ActionPattern::Any => writer.array(0),
        };
    }

    pub(crate) fn into_owned(self) -> ActionPattern<'static> {
        match self {
            ActionPattern::Exact(name) => ActionPattern::Exact(Cow::Owned(name.into_owned())),
            ActionPattern::Below(prefix) => ActionPattern::Below(Cow::Owned(prefix.into_owned())),
            ActionPattern::Any => ActionPattern::Any,
        }
    }
}

impl<'a> Args<'a> {
    /// The map alone; whether it is open is written beside it.
    pub(crate) fn decode(reader: &mut Reader<'a>, scope: &mut Scope) -> Result<Args<'a>, Malformed> {
        let start = reader.clone();
        let mut map = reader.map()?;
        if map.left() > limits::MAP_MEMBERS {
            return Err(start.fault(Code::LimitExceeded, "more than 32 names in a map"));
        }
        let mut entries = Vec::with_capacity(map.left());
        while let Some(name) = map.next_text(reader)? {
            let at = reader.clone();
            check_policy_text(name, &at)?;
            scope.count(reader)?;
            let (optional, limits) = Limits::decode_arg(reader, scope)?;
            entries.push(Arg { name: Cow::Borrowed(name), optional, limits });
        }
        Ok(Args { entries, open: false })
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer.map(self.entries.len());
        for arg in &self.entries {
            writer.text(&arg.name);
            if arg.optional {
                writer.array(2).uint(0);
            }
            arg.limits.encode(writer);
        }
    }

    pub(crate) fn into_owned(self) -> Args<'static> {
        let own = |arg: Arg<'a>| Arg {
            name: Cow::Owned(arg.name.into_owned()),
            optional: arg.optional,
            limits: arg.limits.into_owned(),
        };
        Args { entries: self.entries.into_iter().map(own).collect(), open: self.open }
    }

    /// The limits on one argument, if it is named.
    pub(crate) fn named(&self, name: &str) -> Option<&Arg<'a>> {
        self.entries.iter().find(|arg| arg.name == name)
    }
}

/// A text that a policy may contain: no secret key, at most 1 KiB, nothing invisible.
pub(crate) fn policy_text<'a>(reader: &mut Reader<'a>) -> Result<&'a str, Malformed> {
    let start = reader.clone();
    let text = reader.text()?;
    check_policy_text(text, &start)?;
    Ok(text)
}

fn check_policy_text(text: &str, at: &Reader<'_>) -> Result<(), Malformed> {
    if armor::has_secret(text) {
        return Err(armor::secret_inside("a grant").with_byte(at.position()));
    }
    if text.len() > limits::STRING_BYTES {
        return Err(at.fault(Code::LimitExceeded, "a text longer than 1 KiB in a grant"));
    }
    match codepoints::first_refused(text) {
        None => Ok(()),
        Some(c) => {
            Err(at
                .fault(Code::CharacterRefused, alloc::format!("a text with U+{:04X}, which cannot be seen", c as u32)))
        }
    }
}
