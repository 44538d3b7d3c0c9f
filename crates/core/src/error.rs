//! The closed list of codes, and the error for input that has no valid form.
//!
//! A code is the same in Rust, on the command line, over HTTP, in JavaScript, in Python and in the test vectors.
//! `spec/errors.md` is this table with an example for each; a test compares the two.

use alloc::borrow::Cow;
use core::fmt;

macro_rules! codes {
    ($($variant:ident $name:literal $exit:literal $http:literal $meaning:literal $advice:literal;)*) => {
        /// Why something was refused. Closed: a verifier never invents a code.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of `spec/errors.md`.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The name that travels: in JSON, in problem documents, in vectors.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What the code says, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }

            /// What to do about it, where nothing more exact is known.
            pub const fn advice(self) -> &'static str {
                match self { $(Code::$variant => $advice,)* }
            }

            /// Exit status of a command that ends with this code.
            pub const fn exit(self) -> u8 {
                match self { $(Code::$variant => $exit,)* }
            }

            /// HTTP status of a response that carries this code.
            pub const fn http(self) -> u16 {
                match self { $(Code::$variant => $http,)* }
            }
        }
    };
}

codes! {
    // form: bytes and texts
    CborTruncated "cbor_truncated" 4 400 "the input ends inside an item"
        "send the whole object; it was cut off on the way";
    CborTrailing "cbor_trailing" 4 400 "bytes follow the end of the object"
        "send one object and nothing behind it";
    CborLongHead "cbor_long_head" 4 400 "a length or number is not written in its shortest form"
        "encode with deterministic CBOR (RFC 8949 §4.2.1)";
    CborIndefinite "cbor_indefinite" 4 400 "an item has an indefinite length"
        "encode with definite lengths";
    CborKeyOrder "cbor_key_order" 4 400 "the keys of a map are not in ascending order of their bytes"
        "write map keys in ascending order of their encoded bytes";
    CborDuplicateKey "cbor_duplicate_key" 4 400 "a map has the same key twice"
        "write each key once";
    CborTag "cbor_tag" 4 400 "an item has a tag"
        "leave tags out; COSE_Sign1 stands here without its tag";
    CborFloat "cbor_float" 4 400 "a number is a short float, an integral float, -0, NaN or infinite"
        "write integral numbers as integers and others as 64-bit floats";
    CborSimple "cbor_simple" 4 400 "a simple value other than true and false"
        "leave the field out instead of writing null or undefined";
    CborUtf8 "cbor_utf8" 4 400 "a text is not valid UTF-8"
        "encode texts as UTF-8";
    CborType "cbor_type" 4 400 "an item has another type than the one that belongs here"
        "compare the object with its CDDL in the specification";
    FieldUnknown "field_unknown" 4 400 "a map has a field that version 1 does not know here"
        "leave the field out, or use a verifier of the version that has it";
    FieldMissing "field_missing" 4 400 "a map lacks a field that it must have"
        "write the field; absence never means \"any\"";
    ValueInvalid "value_invalid" 4 400 "a field has a value that it cannot have"
        "compare the field with its CDDL in the specification";
    DuplicateItem "duplicate_item" 4 400 "a list that must not repeat itself has the same member twice"
        "write each member once";
    CharacterRefused "character_refused" 4 400 "a text has a control, bidirectional, zero-width or non-character code point"
        "write the text with characters that can be seen";
    VersionUnknown "version_unknown" 4 400 "the object is of a version that this build does not read"
        "use a build that reads this version";
    EnvelopeInvalid "envelope_invalid" 4 400 "a signed object's headers are not the constant ones of version 1"
        "sign as COSE_Sign1 with the protected header {1: -19} and an empty unprotected one";
    OperatorUnknown "operator_unknown" 4 400 "a limit has an operator that this build does not evaluate"
        "use a build that evaluates the operator, or another operator";
    RequirementUnknown "requirement_unknown" 4 400 "a requirement has a number outside 1 to 6"
        "use a requirement that version 1 has";
    LimitExceeded "limit_exceeded" 4 400 "the input is larger, longer or deeper than version 1 allows"
        "make it smaller; the limits are in the specification and the same everywhere";
    KeyInvalid "key_invalid" 4 400 "32 bytes that are not a canonical Ed25519 key of full order"
        "use a key made by a key generator";
    SignatureForm "signature_form" 4 400 "64 bytes that no strict Ed25519 signature can be"
        "sign again with an ordinary Ed25519 signer";
    TextForm "text_form" 4 400 "a text is not one prefix and unpadded base64url"
        "copy the text again, whole, without spaces or line breaks";
    KindMismatch "kind_mismatch" 2 400 "a valid object of another kind than the one that belongs here"
        "give the object that belongs here";
    SecretRefused "secret_refused" 2 400 "a secret stands where something public belongs"
        "give the public key; replace the secret if it was sent or stored anywhere";
    // calls
    JsonSyntax "json_syntax" 2 400 "the text is not JSON"
        "send JSON (RFC 8259) and nothing behind it";
    JsonDuplicateName "json_duplicate_name" 2 400 "an object has the same name twice"
        "write each name once";
    JsonNumber "json_number" 2 400 "a number that a double does not hold exactly as written"
        "write a number that a double holds exactly, or send it as text";
    JsonString "json_string" 2 400 "a string with a lone surrogate, a raw control character or a bad escape"
        "escape strings as RFC 8259 says, with whole surrogate pairs";
    CallInvalid "call_invalid" 2 400 "a call that is not an action with arguments, or not of the form fixed for it here"
        "send {\"action\": …, \"args\": {…}}, or a tools/call message";
    HeaderInvalid "header_invalid" 4 400 "a request's header does not carry one presentation"
        "send one line, `Authorization: Depute dptp1_…` or `Depute-Presentation: dptp1_…`";
    // grant texts
    GrantSyntax "grant_syntax" 2 400 "the text is not a grant"
        "write a clause like the call it allows: flights.book(to = \"SFO\", price <= 600)";
    GrantEmpty "grant_empty" 2 400 "a grant states no clause: authority must be written"
        "say what is allowed; *(..) is everything that the links above allow";
    // root
    TrustEmpty "trust_empty" 2 500 "the verifier trusts no one"
        "say whose mandates this verifier accepts, and for what";
    RootUntrusted "root_untrusted" 4 401 "the root link's key is not one that this verifier trusts"
        "trust the key, if its owner may authorize calls here";
    RootInterval "root_interval" 4 401 "the root link's key is not trusted at this time, or was not when the link was issued"
        "ask for a token signed with a key that is trusted now";
    SubjectNotAllowed "subject_not_allowed" 4 403 "the root link's key may not speak for this authorizer here"
        "ask the verifier's operator to let this key speak for this authorizer";
    // structure
    DepthExceeded "depth_exceeded" 4 403 "a link stands deeper than an earlier one allows"
        "ask an earlier holder for a token that may be delegated further, or use the token without delegating it";
    AudienceWidened "audience_widened" 4 403 "a link names an audience that its parent does not"
        "delegate for audiences that the parent has";
    WindowWidened "window_widened" 4 403 "a link lasts longer, or starts earlier, than its parent"
        "delegate within the parent's window";
    BudgetHomeUnclear "budget_home_unclear" 4 403 "a budget names no ledger and its link has several audiences"
        "name the ledger in the budget, or mint one token for each audience";
    LedgerElsewhere "ledger_elsewhere" 3 403 "a budget is counted in another ledger than this verifier's"
        "send the call to the verifier whose ledger the budget names";
    AudienceMismatch "audience_mismatch" 4 401 "the token is not meant for this verifier"
        "ask for a token whose audiences include this verifier";
    ProofAudienceMismatch "proof_audience_mismatch" 4 401 "the call proof is meant for another verifier"
        "sign the call for the audience that this verifier is, if your own configuration says so";
    // time
    IssuedInFuture "issued_in_future" 4 401 "the root link (or a revocation list) was issued later than now"
        "set the issuer's clock, or wait";
    NotYetValid "not_yet_valid" 4 401 "a link's window has not begun"
        "wait until the window begins";
    Expired "expired" 4 401 "a link's window has ended"
        "ask for a new token";
    LifeTooLong "life_too_long" 4 401 "the root link lives longer than this verifier allows"
        "ask for a token with a shorter life";
    ProofInFuture "proof_in_future" 4 401 "the call proof was made later than now"
        "set the sender's clock";
    ProofStale "proof_stale" 4 401 "the call proof is too old"
        "sign the call again, just before it is sent";
    // revocation
    Revoked "revoked" 4 401 "a link, or something that it names, was revoked"
        "stop using this token, and ask whoever issued it for a new one if the work goes on";
    RevocationStale "revocation_stale" 5 503 "a revocation list that must be known is missing or too old"
        "try again once the verifier has a fresh list";
    ListUntrusted "list_untrusted" 4 401 "a revocation list is signed by a key that no trust entry names"
        "name the list key in the trust entry whose chains the list is about";
    ListRolledBack "list_rolled_back" 5 503 "a revocation list has a lower number than one that was seen"
        "fetch the newest list; if there is none with a higher number, ask its keeper what happened";
    ListForked "list_forked" 5 503 "a revocation list has the number of one that was seen, and says something else"
        "ask the keeper of the list for one with a higher number, and how there came to be two";
    // signatures and proof
    SignatureInvalid "signature_invalid" 4 401 "a link's signature is not its issuer's"
        "ask for the token again; this one was changed or was not signed by its issuer";
    ProofMismatch "proof_mismatch" 4 401 "the call proof is not the holder's signature over this call"
        "sign exactly this call with the key of the last holder";
    // grants
    ActionNotGranted "action_not_granted" 3 403 "no clause of the link names this action"
        "use an action that the token grants, or ask for a token that grants this one";
    ArgNotGranted "arg_not_granted" 3 403 "the call has an argument that the clause does not"
        "leave the argument out, or ask for a token whose clause names it or ends in `..`";
    ArgMissing "arg_missing" 3 403 "the clause requires an argument that the call lacks"
        "give the argument";
    ArgWrongType "arg_wrong_type" 3 403 "an argument has another type than the limit speaks of"
        "give the argument in the type that the limit speaks of";
    ArgAboveLimit "arg_above_limit" 3 403 "an argument is above its limit"
        "stay at or below the limit, or ask for a token with a higher one";
    ArgBelowLimit "arg_below_limit" 3 403 "an argument is below its limit"
        "stay at or above the limit, or ask for a token with a lower one";
    ArgNotEqual "arg_not_equal" 3 403 "an argument is not the one value allowed"
        "use the one value allowed, or ask for a token that allows this one";
    ArgNotInList "arg_not_in_list" 3 403 "an argument is not one of the values allowed"
        "use one of the values allowed, or ask for a token that allows this one";
    ArgOutsidePath "arg_outside_path" 3 403 "a path is not under the one allowed"
        "stay under the path allowed, or ask for a token for this one";
    ArgNotLike "arg_not_like" 3 403 "a text does not have the pattern allowed"
        "use a text of the pattern allowed, or ask for a token that allows this one";
    ArgOutsideUrl "arg_outside_url" 3 403 "a URL is not within the one allowed"
        "stay within the URL allowed, or ask for a token for this one";
    ArgOutsideDomain "arg_outside_domain" 3 403 "a mail address is not at the domain allowed"
        "use an address at the domain allowed, or ask for a token for this one";
    ArgOutsideNetwork "arg_outside_network" 3 403 "an IP address is not in the network allowed"
        "use an address in the network allowed, or ask for a token for this one";
    ArgTooLong "arg_too_long" 3 403 "an argument is longer than its limit"
        "make the argument shorter, or ask for a token that allows a longer one";
    ArgTooShort "arg_too_short" 3 403 "an argument is shorter than its limit"
        "make the argument longer, or ask for a token that allows a shorter one";
    ArgAmbiguous "arg_ambiguous" 3 403 "an argument has a spelling that readers understand differently"
        "write the argument in its one plain spelling";
    ListMismatch "list_mismatch" 3 403 "a list has other positions than those allowed"
        "give the list with the elements that the clause describes, in its order";
    // requirements and owed amounts
    ApprovalMissing "approval_missing" 3 403 "the clause requires approvals that the call does not have"
        "ask those who may approve to endorse this very call, then present it again with their endorsements";
    RequirementUnsupported "requirement_unsupported" 3 403 "the clause requires something that this build cannot check"
        "use a verifier that can check the requirement, or a token without it";
    AmountInvalid "amount_invalid" 3 403 "a budget counts an argument that is not an exact amount"
        "give the amount as a number of 0 or more with at most six decimals";
    // ledger
    ProofReplayed "proof_replayed" 4 401 "the call proof was used before"
        "sign the call again; a proof works once";
    EndorsementUsed "endorsement_used" 3 403 "an endorsement that the call needs was used before"
        "ask for a new endorsement; each works once";
    BudgetExhausted "budget_exhausted" 3 403 "the call would exceed what a link's budget allows"
        "stop, or ask whoever set the budget for a new token";
    IssuedBeforeLedger "issued_before_ledger" 5 503 "made before this ledger began to remember, so uses may be unknown to it"
        "use a durable ledger, or tokens and proofs made after this one began";
    LedgerFull "ledger_full" 5 503 "the ledger has no room to remember this call"
        "wait until old entries expire, or use a larger ledger";
    PermitLapsed "permit_lapsed" 3 403 "the permit was not sent before its deadline, or is not held"
        "present the call again";
    // making
    Widens "widens" 3 403 "the grant asks for more than an earlier link allows"
        "ask for no more than the earlier links allow";
    AllowsNothing "allows_nothing" 3 403 "no call could pass the grant and the links before it"
        "end the clause in `..`, or name every argument that the earlier links require";
    NotHolder "not_holder" 3 403 "the signing key is not the one that the token names as holder"
        "sign with the key that the token names as its last holder";
    NoStanding "no_standing" 3 403 "the signing key has no say over what it would revoke"
        "sign with a key that issued the link or one above it, with the root's key, or with a revoker's";
    SignerFailed "signer_failed" 5 503 "the signer did not give a signature"
        "look into the signer's own log";
    // command line
    Usage "usage" 2 400 "the command was not understood"
        "see `depute help`";
    KeyNotFound "key_not_found" 2 404 "no key or name of this spelling"
        "list the names with `depute key list`, or make one with `depute key new NAME`";
    KeyFileInvalid "key_file_invalid" 2 400 "a file that is not an Ed25519 private key in PKCS#8 PEM"
        "give an Ed25519 private key as PKCS#8 PEM, such as `openssl genpkey -algorithm ed25519` writes";
    KeyFileOpen "key_file_open" 2 403 "a key file that others may read or write"
        "make the file yours alone: chmod 600 FILE";
    PassphraseNeeded "passphrase_needed" 2 403 "a passphrase is needed and none can be asked for"
        "set DEPUTE_PASSPHRASE, or run this on a terminal";
    PassphraseWrong "passphrase_wrong" 2 403 "the passphrase does not open the key"
        "try the passphrase again";
    NameTaken "name_taken" 2 409 "the name is in use"
        "choose another name";
    FileInvalid "file_invalid" 2 400 "a settings file that cannot be understood"
        "mend the file at the place named";
    IoFailed "io_failed" 1 500 "a file or stream could not be read or written"
        "look at the file, its folder's permissions and the space left";
    ClockInvalid "clock_invalid" 1 500 "this machine's clock is before 2020"
        "set this machine's clock";
    RandomFailed "random_failed" 1 500 "this machine gives no random bytes"
        "give this machine a source of random bytes";
    Internal "internal" 1 500 "a fault of this program"
        "please report this with the command that you ran";
}

impl Code {
    /// The code of this name, if there is one.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where in the input a fault lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// Offset in bytes from the start.
    Byte(usize),
    /// Column of a text's line, the first being 1.
    Column {
        /// Line, the first being 1.
        line: usize,
        /// Code points from the start of the line, the first being 1.
        column: usize,
    },
}

/// Input that has no valid form: it says nothing about authority, only that it cannot be read or made.
///
/// Carries a code, what exactly was wrong, where, and often what to write instead.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct Malformed(alloc::boxed::Box<Fault>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Fault {
    code: Code,
    detail: Cow<'static, str>,
    at: Option<At>,
    link: Option<usize>,
    hint: Option<Cow<'static, str>>,
}

impl Malformed {
    /// A fault with its explanation: lower case, no full stop.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Malformed {
        Malformed(alloc::boxed::Box::new(Fault { code, detail: detail.into(), at: None, link: None, hint: None }))
    }

    /// The same fault, found at this byte.
    #[must_use]
    pub fn with_byte(mut self, offset: usize) -> Malformed {
        self.0.at = Some(At::Byte(offset));
        self
    }

    /// The same fault, found at this line and column of a text.
    #[must_use]
    pub fn with_column(mut self, line: usize, column: usize) -> Malformed {
        self.0.at = Some(At::Column { line, column });
        self
    }

    /// The same fault, found in this link (the root being 1).
    #[must_use]
    pub fn with_link(mut self, link: usize) -> Malformed {
        self.0.link = Some(link);
        self
    }

    /// The same fault, with what to write instead.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Malformed {
        self.0.hint = Some(hint.into());
        self
    }

    /// Which fault.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What exactly was wrong.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// Where in the input.
    pub fn at(&self) -> Option<At> {
        self.0.at
    }

    /// In which link, the root being 1.
    pub fn link(&self) -> Option<usize> {
        self.0.link
    }

    /// The same fault for a text that names the link already.
    pub(crate) fn without_link(&self) -> Malformed {
        let mut fault = self.clone();
        fault.0.link = None;
        fault
    }

    /// What to write instead.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.detail)?;
        match self.0.at {
            Some(At::Byte(offset)) => write!(f, ", at byte {offset}")?,
            Some(At::Column { line: 1, column }) => write!(f, ", at column {column}")?,
            Some(At::Column { line, column }) => write!(f, ", at line {line}, column {column}")?,
            None => {}
        }
        if let Some(link) = self.0.link {
            write!(f, ", in link {link}")?;
        }
        Ok(())
    }
}
