//! Deliveries, whoever made them: found, told apart, and read back.
//!
//! * [`Delivery`] — what lies in a folder, a run's folder or a zip. Nothing is unpacked; names that lead outside are refused.
//! * [`find`] — which file is which standard file: by `manifest.json`, `delivery.toml`, `datapackage.json`, name, header.
//! * [`CsvForm`], [`ParquetForm`] — how a file is read, and [`Reading`], which fills [`Rows`](utsushi_layout::Rows) from it.
//!
//! What is wrong with a file is a [`Remark`], never an end of the whole: a delivery with one broken file is still checked.

mod archive;
mod columns;
mod csv_form;
mod declared;
mod find;
mod folder;
mod guard;
mod limits;
mod member;
mod names;
mod package;
mod parquet_form;
mod reading;
mod sniff;

pub use columns::Columns;
pub use csv_form::CsvForm;
pub use declared::{DECLARED, Declared, DeclaredCharacters, DeclaredFile, day_of, declaration};
pub use find::{Form, Found, FoundPart, Other, Search, find};
pub use guard::is_guarded;
pub use limits::{COLUMNS_MAX, DEPTH_MAX, MEMBERS_MAX, RATIO_MAX, UNPACKED_MAX};
pub use member::{Delivery, Kind, Member, MemberReader, declared_path};
pub use package::{Package, PackageResource};
pub use parquet_form::ParquetForm;
pub use reading::{Piece, Places, Reading, Stream};

use utsushi_findings::{Detail, Entry};

/// What is wrong with a file of a delivery as a whole.
#[derive(Clone, Debug)]
pub struct Remark {
    /// What it is.
    pub code: &'static Entry,
    /// The file in the delivery; empty where there is none.
    pub path: String,
    /// The standard file it is about, `01.resident`, where that is known.
    pub layout: Option<String>,
    /// What fills the message.
    pub detail: Detail,
}

impl Remark {
    /// A remark whose message holds a text.
    pub fn new(
        code: &'static Entry,
        path: impl Into<String>,
        layout: Option<String>,
        text: impl Into<Box<str>>,
    ) -> Self {
        Remark { code, path: path.into(), layout, detail: Detail::Text(text.into()) }
    }
}
