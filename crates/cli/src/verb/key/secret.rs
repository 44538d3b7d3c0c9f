//! `key import | export`: secret keys on their way in and out, never by an argument and never past their owner.

use std::io::{self, IsTerminal};
use std::path::Path;

use depute::{Code, Kind, Signer, SigningKey};
use serde_json::json;
use zeroize::Zeroizing;

use super::super::product::{self, extend};
use super::{keep, known, sealed};
use crate::cli::KeyExport;
use crate::failure::Failure;
use crate::file::{self, Existing, Readers};
use crate::home::Home;
use crate::names::{self, Names};
use crate::out::Out;
use crate::{keyfile, keys, passphrase};

/// Takes a secret key in. The file that it came from stays as it is.
pub(super) fn import(home: &Home, out: &mut Out, name: &str, from: &str, no_passphrase: bool) -> Result<u8, Failure> {
    names::check_spelling(name)?;
    let key = read(from)?;
    if let Some(known) = Names::load(home)?.key(name).filter(|known| *known != key.verifying_key()) {
        return Err(names::taken(name, known));
    }
    keep(home, out, name, &key.seed(), no_passphrase)
}

fn read(from: &str) -> Result<SigningKey, Failure> {
    if let Some(path) = from.strip_prefix('@') {
        return keys::from_file(Path::new(path), path);
    }
    if from != "-" {
        let where_from = "give `@FILE`, or `-` for standard input";
        return Err(match Kind::of(from) {
            Some(Kind::Secret) => secret_in_arguments().hint(where_from),
            _ if from.contains("PRIVATE KEY-----") => secret_in_arguments().hint(where_from),
            _ => Failure::usage("a secret key comes from a file or from standard input").hint(where_from),
        });
    }
    if io::stdin().is_terminal() {
        return Err(Failure::usage("a secret key is not typed where it can be seen")
            .hint("give `@FILE`, or pipe the key into this command"));
    }
    let bytes = Zeroizing::new(file::read_stdin(keyfile::FILE_BYTES)?);
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Failure::new(Code::KeyFileInvalid, "standard input is not the text of a key"))?;
    keys::from_text(text, "standard input")
}

fn secret_in_arguments() -> Failure {
    Failure::new(Code::SecretRefused, "a secret key among the arguments, where every process can read it")
        .hint("replace that key: it may be known to others now")
}

/// Hands out the public half, or with `--secret` the key.
pub(super) fn export(home: &Home, out: &mut Out, args: &KeyExport) -> Result<u8, Failure> {
    if !args.secret {
        return export_public(home, out, args);
    }
    let key = keys::signing_key(home, out, "NAME", Some(&args.name))?;
    let text = if args.raw {
        out.warning("the secret key itself, not encrypted: whoever reads it is its owner");
        key.to_text()
    } else {
        let passphrase = passphrase::for_sealing("an exported key", &args.name, args.no_passphrase)?;
        sealed(&key.seed(), passphrase.as_ref())?
    };
    let mut about = json!({"name": args.name, "key": key.verifying_key().to_string()});
    match args.output.as_deref().filter(|path| !file::is_standard_output(path)) {
        Some(path) => {
            let line = Zeroizing::new(format!("{}\n", text.trim_end()));
            file::write(path, line.as_bytes(), Readers::Owner, Existing::Keep)?;
            if out.is_json() {
                extend(&mut about, json!({"file": path.display().to_string()}));
                out.product("", about)?;
            }
        }
        None if !keyfile::is_encrypted(&text) && io::stdout().is_terminal() => {
            return Err(Failure::usage("a secret that is not encrypted is not shown on a terminal")
                .hint("add -o FILE, or pipe it to where it belongs"));
        }
        None => out.secret(&text, about)?,
    }
    Ok(0)
}

fn export_public(home: &Home, out: &mut Out, args: &KeyExport) -> Result<u8, Failure> {
    let key = known(home, &args.name)?.to_string();
    let about = json!({"name": args.name, "key": key});
    product::hand_over(out, args.output.as_deref(), "key", &key, about)
}
