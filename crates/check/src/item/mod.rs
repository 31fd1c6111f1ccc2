//! Checks of one value. A blank never comes here, but for [`required`].

pub(crate) mod bytes;
pub(crate) mod characters;
pub(crate) mod code;
pub(crate) mod cut;
pub(crate) mod date;
pub(crate) mod digits;
pub(crate) mod kind;
pub(crate) mod number;
pub(crate) mod required;

use utsushi_findings::{Detail, Entry};

/// What is wrong with a value.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    pub code: &'static Entry,
    pub detail: Detail,
}

impl Fault {
    fn new(code: &'static Entry, detail: Detail) -> Fault {
        Fault { code, detail }
    }

    fn counts(code: &'static Entry, expected: u64, actual: u64) -> Fault {
        Fault { code, detail: Detail::Counts { expected, actual } }
    }
}

impl PartialEq<&str> for Fault {
    fn eq(&self, id: &&str) -> bool {
        self.code.id == *id
    }
}
