//! Checks of a delivery as a whole: what its lists name beside the data. Each is one file.
//!
//! Whether files are there at all, and what they are, `utsushi-delivery` says while it finds them; what rests on the
//! rows of several files is in [`file`](crate::file).

pub mod expected;
pub mod glyph;
pub mod image;

use utsushi_findings::Entry;

/// A file that was delivered beside the data.
#[derive(Clone, Copy, Debug)]
pub struct Delivered<'a> {
    /// Its SHA-256 in hex, if it could be read.
    pub sha256: Option<&'a str>,
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug)]
pub struct DeliveryFault {
    /// The code.
    pub code: &'static Entry,
    /// What fills the message: never a value of a person.
    pub text: String,
}
