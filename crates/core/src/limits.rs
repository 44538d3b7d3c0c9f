//! Every wire limit of version 1, in one place, each with its reason.
//!
//! These are constants, not settings: a verifier with other limits would give other verdicts. What a verifier may
//! choose (life, skew, proof age) is policy, and its bounds stand at the end. Exactly at a limit is accepted, one over
//! is `limit_exceeded`. Source: `spec/token.md`, "Limits".

/// Bytes of one link: a mandate of a page or two; bounds the work a single signature can ask for.
pub const LINK_BYTES: usize = 4 * 1024;
/// Bytes of a token: what proxies and MCP messages carry without trouble, and eight full links.
pub const TOKEN_BYTES: usize = 32 * 1024;
/// Bytes of a presentation: a full token, a proof, and eight endorsements of a kilobyte.
pub const PRESENTATION_BYTES: usize = 48 * 1024;
/// Links of a token: longer chains of delegation have not been seen, and each costs a signature to check.
pub const LINKS: usize = 16;
/// Nesting of CBOR whose content this build does not know (a requirement's parameters), the item itself being 1: sized so
/// that a reader fits a 256 KiB stack. What it does know is bounded by its grammar, see [`GRANT_DEPTH`].
pub const CBOR_DEPTH: usize = 16;
/// Nesting of shapes inside one clause: `{…}` and `[…]` within each other.
pub const GRANT_DEPTH: usize = 4;
/// Limits, shapes and list members that one link may hold altogether: bounds the evaluation of one call.
pub const NODES_PER_LINK: usize = 128;
/// Bytes of one string in a grant or in signed context.
pub const STRING_BYTES: usize = 1024;
/// Members of one list in a grant.
pub const LIST_MEMBERS: usize = 64;
/// Names in one map of a grant.
pub const MAP_MEMBERS: usize = 32;
/// Clauses of one link.
pub const CLAUSES: usize = 32;
/// Budgets of one link: each is a counter that every call below it must touch.
pub const BUDGETS: usize = 8;
/// Requirements of one clause.
pub const REQUIREMENTS: usize = 8;
/// Bytes of one requirement's parameters.
pub const REQUIREMENT_BYTES: usize = 1024;
/// Audiences of one link.
pub const AUDIENCES: usize = 8;
/// Bytes of one audience.
pub const AUDIENCE_BYTES: usize = 256;
/// Bytes of an authorizer's name (`sub`).
pub const SUBJECT_BYTES: usize = 256;
/// Characters of one line of signed context: it is printed on one line of a terminal or a log.
pub const CONTEXT_CHARS: usize = 200;
/// Bytes of an action name.
pub const ACTION_BYTES: usize = 256;
/// Bytes of a value that is judged as a path or by a glob: what Linux takes as one path (PATH_MAX).
pub const PATH_BYTES: usize = 4096;
/// Bytes of a glob.
pub const GLOB_BYTES: usize = 128;
/// Stars of a glob: with the two limits above, matching is linear in the value.
pub const GLOB_STARS: usize = 8;
/// Bytes of a value that is judged as a URL: what servers and proxies take.
pub const URL_BYTES: usize = 8192;
/// Bytes of a host name: what the DNS takes (RFC 1035), written without the last dot.
pub const HOST_BYTES: usize = 253;
/// Bytes of one label of a host name (RFC 1035).
pub const LABEL_BYTES: usize = 63;
/// Bytes of a mail address: what a mail server takes as a path (RFC 5321), without its brackets.
pub const MAIL_BYTES: usize = 254;
/// Bytes of a mail address before its `@` (RFC 5321).
pub const MAIL_LOCAL_BYTES: usize = 64;
/// A length that `len` may name: no text or list of a call is longer, see [`ARGS_BYTES`].
pub const LENGTH: u64 = 65_536;
/// Bytes of the JSON text of a call: spaces and escapes may take eight times the room of what they say.
pub const JSON_BYTES: usize = 8 * ARGS_BYTES;
/// Bytes of a call's canonical arguments.
pub const ARGS_BYTES: usize = 64 * 1024;
/// Nesting of a call's arguments, `args` itself being 1.
pub const ARGS_DEPTH: usize = 15;
/// Values in a call's arguments altogether.
pub const ARGS_NODES: usize = 4096;
/// Bytes of the method of a call's `http` member: the longest registered one has 17.
pub const HTTP_METHOD_BYTES: usize = 32;
/// Bytes of the target of a call's `http` member: what servers commonly take as one request line.
pub const HTTP_TARGET_BYTES: usize = 8 * 1024;
/// Bytes of a presentation's text in a header line: proxies and servers refuse headers beyond 8 KiB in all, and others
/// travel beside it.
pub const HEADER_BYTES: usize = 6 * 1024;
/// Endorsements of one presentation, and so the approvals that a requirement may ask for: each costs a signature to check.
pub const ENDORSEMENTS: usize = 8;
/// Bytes of one endorsement that travels alone: every field at its limit takes less than half of it.
pub const ENDORSEMENT_BYTES: usize = 1024;
/// Keys of one approval: a board fits.
pub const APPROVERS: usize = 16;
/// Bytes of a revocation list: what a verifier fetches and reads in a moment.
pub const LIST_BYTES: usize = 1024 * 1024;
/// Statements of one revocation list: each costs a signature when the list is added.
pub const STATEMENTS: usize = 4096;
/// Statements that a verifier remembers altogether, since none is forgotten: some tens of megabytes.
pub const STATEMENTS_SEEN: usize = 65_536;
/// Bytes of a grant text: room for every clause at its limit, and a bound on the parser.
pub const GRANT_TEXT_BYTES: usize = 64 * 1024;

/// Remaining depth that a link may state: one less than [`LINKS`], the root itself being one.
pub const DEPTH: u64 = 15;
/// Times are below this many seconds, the year 10000: each has a text (RFC 3339), sums never overflow, and milliseconds
/// are refused.
pub const TIME_SECS: u64 = 253_402_300_800;
/// The longest life of any root link: 30 days.
pub const LIFE_SECS: u64 = 30 * 24 * 3600;
/// The longest life of an endorsement: who approves has one call in mind, and it is made soon.
pub const ENDORSEMENT_LIFE_SECS: u64 = 3600;
/// The longest window of a budget: 366 days, one calendar year whichever it is.
pub const WINDOW_SECS: u64 = 366 * 24 * 3600;
/// The highest count of calls in a budget: every language's exact integers.
pub const CALLS: u64 = (1 << 53) - 1;
/// Sums are below this many millionths (9·10¹² units), so that adding two never overflows 64 bits.
pub const MILLIONTHS: u64 = 9_000_000_000_000_000_000;
/// The highest number of a revocation list: every language's exact integers.
pub const LIST_NUMBER: u64 = (1 << 53) - 1;
/// Seconds from a list's issue to its next update at most: 30 days, as long as any link lives.
pub const LIST_SECS: u64 = 30 * 24 * 3600;

/// A verifier's skew at most, in seconds.
pub const SKEW_SECS: u64 = 300;
/// A verifier's proof age at most, in seconds.
pub const PROOF_AGE_SECS: u64 = 300;
/// A verifier's staleness at most, in seconds: how old a revocation list may be that must be fresh.
pub const STALENESS_SECS: u64 = 3600;
/// Seconds that a used proof is remembered after the time it states: the largest age and twice the largest skew.
pub const PROOF_KEPT_SECS: u64 = PROOF_AGE_SECS + 2 * SKEW_SECS;
/// Seconds that a used endorsement is remembered after its end: twice the largest skew.
pub const ENDORSEMENT_KEPT_SECS: u64 = 2 * SKEW_SECS;
