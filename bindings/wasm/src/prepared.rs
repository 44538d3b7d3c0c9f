//! A step that lacks only its signature.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Endorsement, Malformed, Prepared, Presentation, RevocationList, Statement, Token};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, exactly};
use crate::key::SecretKey;

/// What must be signed, by whom, and what comes of it. Good for one signature.
#[wasm_bindgen]
pub struct Unsigned(Step);

enum Step {
    Token(Prepared<Token>),
    Presentation(Prepared<Presentation>),
    Endorsement(Prepared<Endorsement>),
    List(Prepared<RevocationList>),
    Statement(Prepared<Statement>),
}

/// Does the same with whichever step it is.
macro_rules! each {
    ($step:expr, $prepared:ident => $then:expr) => {
        match $step {
            Step::Token($prepared) => $then,
            Step::Presentation($prepared) => $then,
            Step::Endorsement($prepared) => $then,
            Step::List($prepared) => $then,
            Step::Statement($prepared) => $then,
        }
    };
}

#[wasm_bindgen]
impl Unsigned {
    /// Whose signature it must be.
    pub fn signer(&self) -> String {
        each!(&self.0, prepared => prepared.signer().to_string())
    }

    /// The exact bytes to sign.
    #[wasm_bindgen(js_name = toSign)]
    pub fn to_sign(&self) -> Vec<u8> {
        each!(&self.0, prepared => prepared.to_sign().bytes().to_vec())
    }

    /// The text of what was made, with this signature. Refuses one that is not the signer's over these bytes.
    pub fn finish(self, signature: &[u8]) -> Given<String> {
        let signature = exactly("a signature", signature)?;
        each!(self.0, prepared => Ok(text(&prepared.finish(&signature)?)))
    }

    /// The same, signed by a key that is here.
    pub fn sign(self, key: &SecretKey) -> Given<String> {
        each!(self.0, prepared => Ok(text(&prepared.sign(&key.0)?)))
    }
}

impl Unsigned {
    /// The statement of a revocation, which has no text of its own and goes into a list.
    pub(crate) fn into_statement(self, by: By<'_>) -> Given<Option<Statement>> {
        let Step::Statement(prepared) = self.0 else { return Ok(None) };
        Ok(Some(match by {
            By::Key(key) => prepared.sign(&key.0)?,
            By::Signature(signature) => prepared.finish(&exactly("a signature", signature)?)?,
        }))
    }
}

/// Who signs.
pub(crate) enum By<'k> {
    Key(&'k SecretKey),
    Signature(&'k [u8]),
}

trait HasText {
    fn text(&self) -> String;
}

fn text(made: &impl HasText) -> String {
    made.text()
}

macro_rules! has_text {
    ($($kind:ty, $step:ident: $text:expr;)*) => {$(
        impl HasText for $kind {
            fn text(&self) -> String {
                let text: fn(&$kind) -> String = $text;
                text(self)
            }
        }

        impl From<Prepared<$kind>> for Unsigned {
            fn from(prepared: Prepared<$kind>) -> Unsigned {
                Unsigned(Step::$step(prepared))
            }
        }
    )*};
}

has_text! {
    Token, Token: Token::to_text;
    Presentation, Presentation: Presentation::to_text;
    Endorsement, Endorsement: Endorsement::to_text;
    RevocationList, List: RevocationList::to_text;
    Statement, Statement: |_| String::new();
}

impl Unsigned {
    pub(crate) fn given<T>(prepared: Result<Prepared<T>, Malformed>) -> Given<Unsigned>
    where
        Unsigned: From<Prepared<T>>,
    {
        Ok(prepared?.into())
    }
}
