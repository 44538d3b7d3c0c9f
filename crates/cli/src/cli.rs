//! The command line as clap reads it.

mod settings;

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use depute::RemarkKind;

pub(crate) use self::settings::{KeyExport, KeyVerb, TrustAdd, TrustRotate, TrustVerb};
use crate::failure::Failure;
use crate::when;

/// Mandates for agents: signed, bounded, checked by anyone, narrowed at every hand they pass through.
#[derive(Parser)]
#[command(name = "depute", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// Print one JSON object in place of text
    #[arg(long, global = true, display_order = 900)]
    pub(crate) json: bool,
    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto, display_order = 901)]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> ColorChoice {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Make, list, name, import and export keys
    #[command(subcommand)]
    Key(KeyVerb),
    /// Say whose mandates count here, and for what at most
    #[command(subcommand)]
    Trust(TrustVerb),
    /// Sign a mandate: the first link of a token
    Mint(Mint),
    /// Pass a token on, narrowed: one more link
    Delegate(Delegate),
    /// Sign one call with a token, for one audience
    Present(Present),
    /// Approve one call that needs it: an endorsement for whoever presents the call
    Endorse(Endorse),
    /// Say whether a call would be allowed, and why; nothing is counted
    Check(Check),
    /// Print what an object says, unverified unless --trust is given
    Show(Show),
    /// Sign that a link, key, task, organization or authorizer no longer counts, and say what dies
    Revoke(Revoke),
    /// Say what each link took away, or how two grants, tokens or trust entries differ
    Diff(Diff),
    /// Explain an error code or a verb
    Help(Help),
    /// Run the travel agent's example: real tokens, real verdicts
    Demo(Demo),
    /// Print a script by which a shell completes these commands
    Completions(Completions),
    /// Print a manual page, or write them all
    Man(Man),
    /// Print the JSON Schema of what --json prints
    Schema(Schema),
    /// Answer test vectors, as every verifier must
    #[command(subcommand)]
    Vectors(VectorsVerb),
}

/// What a link says beyond its holder.
#[derive(Args)]
pub(crate) struct Terms {
    /// A clause: `flights.book(price <= 400, ..)` (repeatable)
    #[arg(long, value_name = "CLAUSE")]
    pub(crate) allow: Vec<String>,
    /// A budget: `calls <= 50`, `sum price of flights.book <= 600` (repeatable)
    #[arg(long, value_name = "BUDGET")]
    pub(crate) budget: Vec<String>,
    /// A whole grant, one item a line; `@FILE` or `-`
    #[arg(long, value_name = "GRANT")]
    pub(crate) grant: Option<String>,
    /// How long it lasts: `15m`, `1h` [default: 15m in a root link, else until the parent ends]
    #[arg(long, value_name = "DURATION")]
    pub(crate) ttl: Option<String>,
    /// When it begins [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) not_before: Option<String>,
    /// How many links may still follow [default: none below a root link, else one less than above]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=depute::limits::DEPTH))]
    pub(crate) depth: Option<u64>,
    /// For whom it is meant (repeatable) [default: DEPUTE_AUDIENCE, else `local`; the parent's in a further link]
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) aud: Vec<String>,
    /// Why, in one line; shown, never judged
    #[arg(long, value_name = "TEXT")]
    pub(crate) intent: Option<String>,
    /// The holder's name as an agent; shown, never judged
    #[arg(long, value_name = "TEXT")]
    pub(crate) agent: Option<String>,
    /// What kind of agent; shown, never judged
    #[arg(long, value_name = "TEXT")]
    pub(crate) agent_type: Option<String>,
    /// Where to write the token [default: `-`, standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Leave out a remark on what is legal but wide, by its name (repeatable)
    #[arg(long, value_name = "NAME", value_parser = RemarkKind::ALL.map(RemarkKind::as_str))]
    pub(crate) no_remark: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Mint {
    /// The authorizer's key: a name or `@FILE` [default: DEPUTE_KEY]
    #[arg(long, value_name = "KEY")]
    pub(crate) from: Option<String>,
    /// The first holder: a name or `did:key:…`
    #[arg(long, value_name = "KEY")]
    pub(crate) to: String,
    /// On whose behalf, when the key signs for others
    #[arg(long, value_name = "NAME")]
    pub(crate) subject: Option<String>,
    /// The task this belongs to; shown, never judged
    #[arg(long, value_name = "TEXT")]
    pub(crate) task: Option<String>,
    /// The organization it is done for; shown, never judged
    #[arg(long, value_name = "TEXT")]
    pub(crate) organization: Option<String>,
    /// Where it is done; shown, never judged
    #[arg(long, value_name = "TEXT")]
    pub(crate) environment: Option<String>,
    /// How the authorizer was identified, as JSON, `@FILE` or `-`: kind, digest, time, assurance; shown, never judged
    #[arg(long, value_name = "JSON")]
    pub(crate) evidence: Option<String>,
    #[command(flatten)]
    pub(crate) terms: Terms,
}

#[derive(Args)]
pub(crate) struct Delegate {
    /// The token: itself, `@FILE`, `-` [default: DEPUTE_TOKEN]
    #[arg(value_name = "TOKEN", num_args = 0..)]
    pub(crate) token: Vec<String>,
    /// The holder's key: a name or `@FILE` [default: DEPUTE_KEY]
    #[arg(long, value_name = "KEY")]
    pub(crate) from: Option<String>,
    /// The next holder: a name or `did:key:…`
    #[arg(long, value_name = "KEY")]
    pub(crate) to: String,
    /// Hand on every clause as it is: the clause `*(..)`, "as my parent"
    #[arg(long, conflicts_with = "allow")]
    pub(crate) same: bool,
    #[command(flatten)]
    pub(crate) terms: Terms,
}

/// The call that is meant.
#[derive(Args)]
#[group(required = false, multiple = true)]
pub(crate) struct CallArgs {
    /// The call as a clause would be written: `flights.book(to = "SFO", price = 390)`
    #[arg(long = "do", value_name = "CALL", conflicts_with = "call")]
    pub(crate) text: Option<String>,
    /// The call as JSON, `@FILE` or `-`: `{"action": …, "args": {…}}`, or with --name an MCP `tools/call` message
    #[arg(long, value_name = "JSON")]
    pub(crate) call: Option<String>,
    /// The label that an MCP server's tools have here: the action is `LABEL.TOOL`
    #[arg(long, value_name = "LABEL", requires = "call")]
    pub(crate) name: Option<String>,
    /// The HTTP request that the call is, where it is one: `POST /v1/invoices`
    #[arg(long, value_name = "REQUEST", conflicts_with = "name")]
    pub(crate) http: Option<String>,
    /// The body of that request: itself, `@FILE` or `-` [default: none]
    #[arg(long, value_name = "BODY", requires = "http")]
    pub(crate) body: Option<String>,
}

#[derive(Args)]
pub(crate) struct Present {
    /// The token: itself, `@FILE`, `-` [default: DEPUTE_TOKEN]
    #[arg(value_name = "TOKEN", num_args = 0..)]
    pub(crate) token: Vec<String>,
    /// The last holder's key: a name or `@FILE` [default: DEPUTE_KEY]
    #[arg(long = "as", visible_alias = "from", value_name = "KEY")]
    pub(crate) holder: Option<String>,
    #[command(flatten)]
    pub(crate) call: CallArgs,
    /// For whom the proof is [default: DEPUTE_AUDIENCE, else `local`]
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) aud: Option<String>,
    /// Somebody's endorsement of this call: itself, `@FILE`, `-` (repeatable)
    #[arg(long = "with", value_name = "ENDORSEMENT")]
    pub(crate) endorsements: Vec<String>,
    /// Where to write the presentation [default: `-`, standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Endorse {
    /// The token that the call is to be made with, or a presentation: itself, `@FILE`, `-` [default: DEPUTE_TOKEN]
    #[arg(value_name = "TOKEN", num_args = 0..)]
    pub(crate) token: Vec<String>,
    /// The approver's key: a name or `@FILE` [default: DEPUTE_KEY]
    #[arg(long = "as", value_name = "KEY")]
    pub(crate) approver: Option<String>,
    #[command(flatten)]
    pub(crate) call: CallArgs,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) revocation: RevocationArgs,
    /// Where the call is to be made [default: DEPUTE_AUDIENCE, else `local`]
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) aud: Option<String>,
    /// How long the endorsement counts: `1h` at most
    #[arg(long, value_name = "DURATION", default_value = "15m")]
    pub(crate) ttl: String,
    /// Approve without being asked; with --json nothing is shown but the object, which has what was approved
    #[arg(long)]
    pub(crate) yes: bool,
    /// Where to write the endorsement [default: `-`, standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Whose mandates count.
#[derive(Args)]
pub(crate) struct TrustArgs {
    /// Whom to trust: a name, `did:key:…` or `@trust.toml` (repeatable) [default of check and endorse: the home's trust.toml]
    #[arg(long, value_name = "WHOM")]
    pub(crate) trust: Vec<String>,
    /// The longest life of a root link that is accepted
    #[arg(long, value_name = "DURATION", default_value = "1h")]
    pub(crate) max_life: String,
}

impl TrustArgs {
    pub(crate) fn life_secs(&self) -> Result<u64, Failure> {
        when::duration_secs(&self.max_life).map_err(|failure| failure.within("--max-life"))
    }
}

/// Where revocations are looked up.
#[derive(Args)]
pub(crate) struct RevocationArgs {
    /// Where to look for revocations: `none`, `local` (lists as they are), `required:60s` (lists at most so old, of the keys
    /// that trust names) [default: local if there is a list here or with --list, else none]
    #[arg(long, value_name = "HOW")]
    pub(crate) revocations: Option<String>,
    /// A revocation list: itself, `@FILE` or `-` (repeatable)
    #[arg(long, value_name = "LIST")]
    pub(crate) list: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Check {
    /// A presentation, or with --as a token: itself, `@FILE`, `-` [default: DEPUTE_TOKEN]
    #[arg(value_name = "PRESENTATION", num_args = 0..)]
    pub(crate) object: Vec<String>,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    /// Sign the call proof here and now with this key
    #[arg(long = "as", value_name = "KEY")]
    pub(crate) holder: Option<String>,
    /// Somebody's endorsement of this call, added to those that are there: itself, `@FILE`, `-` (repeatable)
    #[arg(long = "with", value_name = "ENDORSEMENT")]
    pub(crate) endorsements: Vec<String>,
    #[command(flatten)]
    pub(crate) call: CallArgs,
    /// Which audience this verifier is [default: DEPUTE_AUDIENCE, else `local`]
    #[arg(long, value_name = "AUDIENCE")]
    pub(crate) aud: Option<String>,
    /// Replay at another time; ends with status 6 where it would allow
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    #[command(flatten)]
    pub(crate) revocation: RevocationArgs,
}

#[derive(Args)]
pub(crate) struct Show {
    /// A token, presentation, endorsement, revocation list, public key, call, clause, grant or `trust:NAME`: itself,
    /// `@FILE`, `-` [default: DEPUTE_TOKEN]
    #[arg(value_name = "OBJECT", num_args = 0..)]
    pub(crate) object: Vec<String>,
    /// Print its bytes in CBOR diagnostic notation, each member named
    #[arg(long, conflicts_with = "hex")]
    pub(crate) diag: bool,
    /// Print its bytes in hexadecimal
    #[arg(long)]
    pub(crate) hex: bool,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
    #[command(flatten)]
    pub(crate) call: CallArgs,
    #[command(flatten)]
    pub(crate) revocation: RevocationArgs,
}

/// What is revoked.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct What {
    /// A link and every token below it, for good: a token, whose last link is meant, or a link's id of 64 digits
    #[arg(long, value_name = "TOKEN|ID")]
    pub(crate) link: Option<String>,
    /// A key, wherever a token names it as holder: a name or `did:key:…`
    #[arg(long, value_name = "WHOM")]
    pub(crate) key: Option<String>,
    /// Every token of a task
    #[arg(long, value_name = "TASK")]
    pub(crate) task: Option<String>,
    /// Every token on behalf of an organization
    #[arg(long, value_name = "ORGANIZATION")]
    pub(crate) organization: Option<String>,
    /// Every token of an authorizer: of the root key itself, or of a name that it signs for (`--authorizer=NAME`)
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub(crate) authorizer: Option<String>,
    /// Lift an earlier statement of the list here: its id, or the first digits of it
    #[arg(long, value_name = "STATEMENT")]
    pub(crate) lift: Option<String>,
    /// Sign the list here anew, with the same statements and 30 days to its next update
    #[arg(long)]
    pub(crate) renew: bool,
    /// Print the list here, and change nothing
    #[arg(long)]
    pub(crate) list: bool,
}

#[derive(Args)]
pub(crate) struct Revoke {
    /// Tokens to look at beside the `*.dpt` files of this folder, to say which of them die: themselves, `@FILE`, `-`
    #[arg(value_name = "TOKEN", num_args = 0..)]
    pub(crate) tokens: Vec<String>,
    #[command(flatten)]
    pub(crate) what: What,
    /// Which link of the token given to --link, the root link being 1 [default: the last]
    #[arg(long, value_name = "N", requires = "link")]
    pub(crate) number: Option<usize>,
    /// The revoker's key: a name or `@FILE` [default: DEPUTE_KEY]
    #[arg(long = "as", value_name = "KEY")]
    pub(crate) signer: Option<String>,
    /// The key that signs the list: a name or `@FILE` [default: the revoker's]
    #[arg(long, value_name = "KEY")]
    pub(crate) list_key: Option<String>,
    /// Whose tasks, organizations or authorizers are meant: the key of their root links [default: that of the tokens
    /// looked at which name it, else the revoker's]
    #[arg(long, value_name = "WHOM")]
    pub(crate) root: Option<String>,
    /// Sign it though the key has no say over it as far as can be seen here
    #[arg(long)]
    pub(crate) anyway: bool,
}

#[derive(Args)]
pub(crate) struct Diff {
    /// One token, whose links are compared; or two of: a token, a grant (its text, `@FILE` or `-`), `trust:NAME`
    #[arg(value_name = "WHAT", num_args = 0..)]
    pub(crate) sides: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Help {
    /// An error code such as `arg_above_limit`, or a verb
    #[arg(value_name = "CODE", num_args = 0..)]
    pub(crate) about: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Write every token, presentation and call there, to be checked by hand
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args)]
pub(crate) struct Man {
    /// A verb, as `mint` or `key new` [default: the page of depute itself]
    #[arg(value_name = "VERB", num_args = 0..)]
    pub(crate) about: Vec<String>,
    /// Write the pages of all verbs into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "about")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Schema {
    /// Only one of its objects: `allowed`, `key-list`, `error` [default: all]
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum VectorsVerb {
    /// Answer every vector of a folder, and say which answers differ
    Run(VectorsRun),
    /// Answer one question a line, from standard input to standard output, for comparing implementations
    Answer,
}

#[derive(Args)]
pub(crate) struct VectorsRun {
    /// The folder: every `*.json` in it
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}
