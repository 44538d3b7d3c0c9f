//! Limits on one argument: operators and shapes, and how they join. Their wire form is in `wire`, what they mean in
//! `matches`.

mod wire;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::cbor::Reader;
use crate::clause::Args;
use crate::error::{Code, Malformed};
use crate::limits;
use crate::number::Number;
use crate::operator::cidr::Network;

/// What one argument's value must satisfy: all of these.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Limits<'a> {
    /// Any value, null included.
    Any,
    One(Limit<'a>),
    /// Two or more, each of which [`may_follow`] those before it.
    All(Vec<Limit<'a>>),
}

/// One operator with its operand, or one shape.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Limit<'a> {
    Equal(Scalar<'a>),
    In(Vec<Scalar<'a>>),
    Compare(Comparison, Bound<'a>),
    Under(Cow<'a, str>),
    Like(Cow<'a, str>),
    /// A URL at this one or below it.
    Within {
        base: Cow<'a, str>,
        with_query: bool,
    },
    /// A mail address at this domain.
    At(Cow<'a, str>),
    Cidr(Network),
    /// A text of so many code points, or a list of so many elements.
    Len(Measure, u64),
    Object(Args<'a>),
    /// A list of at least one element, each of which satisfies these.
    Each(Box<Limits<'a>>),
    /// A list of which at least one element satisfies these; stands behind an `each`.
    Has(Box<Limits<'a>>),
    /// A list whose elements satisfy these in turn; `open`: more may follow.
    Positions {
        items: Vec<Limits<'a>>,
        open: bool,
    },
}

/// A value that has no parts.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Scalar<'a> {
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Comparison {
    AtMost,
    Below,
    AtLeast,
    Above,
}

/// How a length is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Measure {
    Exactly,
    Compared(Comparison),
}

/// What a comparison compares with.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Bound<'a> {
    Number(Number),
    /// A date in one of the two forms.
    Date(Cow<'a, str>),
}

/// What is left, while a link is read, of the nodes and the nesting that it may have.
pub(crate) struct Scope {
    nodes_left: usize,
    depth: usize,
}

/// Whether a limit may stand behind these in a conjunction. A shape comes first; behind an `each` come `has`, behind a
/// list's shape `len`, and behind an object's nothing.
pub(crate) fn may_follow(before: &[Limit<'_>], next: &Limit<'_>) -> bool {
    match (before.first(), next) {
        (None, next) => !matches!(next, Limit::Has(_)),
        (Some(_), Limit::Object(_) | Limit::Each(_) | Limit::Positions { .. }) => false,
        (Some(Limit::Each(_)), Limit::Has(_)) => !matches!(before.last(), Some(Limit::Len(..))),
        (Some(_), Limit::Has(_)) => false,
        (Some(Limit::Each(_) | Limit::Positions { .. }), next) => matches!(next, Limit::Len(..)),
        (Some(Limit::Object(_)), _) => false,
        (Some(_), _) => true,
    }
}

impl Scope {
    /// For one link.
    pub(crate) fn new() -> Scope {
        Scope { nodes_left: limits::NODES_PER_LINK, depth: 0 }
    }

    /// One more limit, shape, name or list member.
    pub(crate) fn count(&mut self, at: &Reader<'_>) -> Result<(), Malformed> {
        self.count_node().map_err(|fault| fault.with_byte(at.position()))
    }

    pub(crate) fn count_node(&mut self) -> Result<(), Malformed> {
        match self.nodes_left.checked_sub(1) {
            Some(left) => self.nodes_left = left,
            None => {
                return Err(Malformed::new(
                    Code::LimitExceeded,
                    "more than 128 limits, names and list members in a link",
                ));
            }
        }
        Ok(())
    }

    /// One shape deeper; the caller leaves it again.
    pub(crate) fn enter(&mut self) -> Result<(), Malformed> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > limits::GRANT_DEPTH {
            return Err(Malformed::new(Code::LimitExceeded, "shapes nested deeper than 4"));
        }
        Ok(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

impl Comparison {
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Comparison::AtMost => "<=",
            Comparison::Below => "<",
            Comparison::AtLeast => ">=",
            Comparison::Above => ">",
        }
    }
}

impl Measure {
    pub(crate) fn symbol(self) -> &'static str {
        match self {
            Measure::Exactly => "=",
            Measure::Compared(comparison) => comparison.symbol(),
        }
    }
}

impl<'a> Limits<'a> {
    /// The shape among them, which comes first.
    pub(crate) fn shape(&self) -> Option<&Limit<'a>> {
        self.as_slice().first().filter(|limit| limit.is_shape())
    }

    /// The limits one by one; none for "any value".
    pub(crate) fn as_slice(&self) -> &[Limit<'a>] {
        match self {
            Limits::Any => &[],
            Limits::One(limit) => core::slice::from_ref(limit),
            Limits::All(limits) => limits,
        }
    }

    pub(crate) fn into_owned(self) -> Limits<'static> {
        match self {
            Limits::Any => Limits::Any,
            Limits::One(limit) => Limits::One(limit.into_owned()),
            Limits::All(limits) => Limits::All(limits.into_iter().map(Limit::into_owned).collect()),
        }
    }
}

impl<'a> Limit<'a> {
    pub(crate) fn is_shape(&self) -> bool {
        matches!(self, Limit::Object(_) | Limit::Each(_) | Limit::Positions { .. })
    }

    fn into_owned(self) -> Limit<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        match self {
            Limit::Equal(scalar) => Limit::Equal(scalar.into_owned()),
            Limit::In(scalars) => Limit::In(scalars.into_iter().map(Scalar::into_owned).collect()),
            Limit::Compare(comparison, Bound::Number(number)) => Limit::Compare(comparison, Bound::Number(number)),
            Limit::Compare(comparison, Bound::Date(date)) => Limit::Compare(comparison, Bound::Date(own(date))),
            Limit::Under(base) => Limit::Under(own(base)),
            Limit::Like(pattern) => Limit::Like(own(pattern)),
            Limit::Within { base, with_query } => Limit::Within { base: own(base), with_query },
            Limit::At(domain) => Limit::At(own(domain)),
            Limit::Cidr(network) => Limit::Cidr(network),
            Limit::Len(measure, length) => Limit::Len(measure, length),
            Limit::Object(args) => Limit::Object(args.into_owned()),
            Limit::Each(limits) => Limit::Each(Box::new(limits.into_owned())),
            Limit::Has(limits) => Limit::Has(Box::new(limits.into_owned())),
            Limit::Positions { items, open } => {
                Limit::Positions { items: items.into_iter().map(Limits::into_owned).collect(), open }
            }
        }
    }
}

impl<'a> Scalar<'a> {
    fn into_owned(self) -> Scalar<'static> {
        match self {
            Scalar::Bool(value) => Scalar::Bool(value),
            Scalar::Number(number) => Scalar::Number(number),
            Scalar::Text(text) => Scalar::Text(Cow::Owned(text.into_owned())),
        }
    }
}
