//! What the home keeps: keys, and whose mandates count.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(crate) enum KeyVerb {
    /// Make a key and give it a name
    New {
        /// What to call it here
        name: String,
        /// Write the key file unencrypted
        #[arg(long)]
        no_passphrase: bool,
    },
    /// List the keys known here
    List,
    /// Print the public half of a key
    Show {
        /// A name or a `did:key:…`
        name: String,
    },
    /// Give somebody else's public key a name
    Add {
        /// What to call it here
        name: String,
        /// The public key, `did:key:…`
        key: String,
    },
    /// Take in a secret key, from a file or standard input, and keep it encrypted here
    ///
    /// The key is PKCS#8 PEM, as `openssl genpkey -algorithm ed25519` writes it, plain or encrypted, or `dptsk1_…`.
    /// DEPUTE_PASSPHRASE, where it is set, opens the file and encrypts what is kept.
    Import {
        /// What to call it here
        name: String,
        /// Where it is: `@FILE`, or `-` for standard input
        #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
        from: String,
        /// Keep the key file unencrypted
        #[arg(long)]
        no_passphrase: bool,
    },
    /// Print the public half of a key, or with --secret the key itself
    ///
    /// The secret comes as PKCS#8 PEM, encrypted with a passphrase that is asked for or in DEPUTE_PASSPHRASE. What is not
    /// encrypted goes to a file or a pipe, never to a terminal.
    Export(KeyExport),
}

#[derive(Args)]
pub(crate) struct KeyExport {
    /// A name, or with --secret also `@FILE`
    pub(crate) name: String,
    /// The secret half
    #[arg(long)]
    pub(crate) secret: bool,
    /// Not encrypted
    #[arg(long, requires = "secret")]
    pub(crate) no_passphrase: bool,
    /// Not encrypted, as `dptsk1_…`
    #[arg(long, requires = "secret", conflicts_with = "no_passphrase")]
    pub(crate) raw: bool,
    /// Where to write it, for its owner alone; no file is replaced [default: `-`, standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum TrustVerb {
    /// Trust a key to sign mandates
    Add(TrustAdd),
    /// List whose mandates count here
    List,
    /// Say everything about one entry
    Show {
        /// Name of the entry
        name: String,
    },
    /// Hand an entry over to a new key, the old ones ending a while after
    Rotate(TrustRotate),
    /// Trust no longer: an entry, or with --key one key of it, at once
    Remove {
        /// Name of the entry
        name: String,
        /// The key that was lost or stolen, by name or `did:key:…` [default: the whole entry]
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
}

#[derive(Args)]
pub(crate) struct TrustAdd {
    /// Name of the entry; names the key too, unless --key is given
    pub(crate) name: String,
    /// Its key, by name or `did:key:…` (repeatable)
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Vec<String>,
    /// When its keys begin to count [default: always did]
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// When its keys cease to count, that second excluded [default: never]
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
    /// Whom it may sign for: an exact name, `at "acme.example"`, `like "svc-*"` (repeatable) [default: for its own key alone]
    #[arg(long, value_name = "SUBJECT")]
    pub(crate) speaks_for: Vec<String>,
    /// A clause of what it may permit here at most (repeatable) [default: everything]
    #[arg(long, value_name = "CLAUSE")]
    pub(crate) allow: Vec<String>,
    /// Whose revocation lists must be fresh for its tokens, where lists are required: a name or `did:key:…` (repeatable)
    #[arg(long, value_name = "KEY")]
    pub(crate) list_key: Vec<String>,
    /// Who may revoke anything of its tokens, beside those in their chains: a name or `did:key:…` (repeatable)
    #[arg(long, value_name = "KEY")]
    pub(crate) revoker: Vec<String>,
}

#[derive(Args)]
pub(crate) struct TrustRotate {
    /// Name of the entry
    pub(crate) name: String,
    /// The new key, by name or `did:key:…`
    #[arg(long, value_name = "KEY")]
    pub(crate) to: String,
    /// When the new key begins [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// How long after that the old keys still count: as long as the longest life of their tokens
    #[arg(long, value_name = "DURATION", default_value = "1h")]
    pub(crate) overlap: String,
}
