//! A secret key in the memory of the instance.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Signer, SigningKey};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

use crate::fault::{Given, exactly};

/// A secret key; wiped when it is freed.
#[wasm_bindgen]
pub struct SecretKey(pub(crate) SigningKey);

#[wasm_bindgen]
impl SecretKey {
    /// A key from 32 random bytes.
    #[wasm_bindgen(js_name = fromSeed)]
    pub fn from_seed(seed: Vec<u8>) -> Given<SecretKey> {
        // The copy that the host made in this memory is wiped with it.
        let seed = Zeroizing::new(seed);
        let exact = Zeroizing::new(exactly("a seed", &seed)?);
        Ok(SecretKey(SigningKey::from_seed(&exact)))
    }

    /// A key from `dptsk1_…`.
    #[wasm_bindgen(js_name = fromText)]
    pub fn from_text(text: String) -> Given<SecretKey> {
        Ok(SecretKey(SigningKey::from_text(&Zeroizing::new(text))?))
    }

    /// The public half.
    pub fn did(&self) -> String {
        self.0.verifying_key().to_string()
    }

    /// The text form: a secret.
    #[wasm_bindgen(js_name = toText)]
    pub fn to_text(&self) -> String {
        self.0.to_text().to_string()
    }
}
