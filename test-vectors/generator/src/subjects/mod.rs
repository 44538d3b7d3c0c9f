//! One file of vectors each.

mod approval;
mod budget;
mod call;
mod chain;
mod encoding;
mod explain;
mod grant;
mod grants;
mod keys;
mod limits;
mod matching;
mod order;
mod proof;
mod revocation;
mod text_forms;
mod time;
mod token;
mod trust;

use crate::model::Subject;

/// All of them, in the order in which a verifier is written.
pub(crate) fn all() -> Vec<Subject> {
    vec![
        encoding::subject(),
        keys::subject(),
        text_forms::subject(),
        call::subject(),
        grant::subject(),
        matching::subject(),
        token::subject(),
        chain::subject(),
        trust::subject(),
        time::subject(),
        proof::subject(),
        grants::subject(),
        approval::subject(),
        budget::subject(),
        revocation::subject(),
        order::subject(),
        limits::subject(),
        explain::subject(),
    ]
}
