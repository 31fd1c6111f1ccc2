//! `rejects/`: the records that were not taken, byte for byte, and `rejects.csv`, which says why.

use crate::findings::{Names, io_of};
use std::io::Write;
use utsushi_findings::{Action, Finding, Lang};

/// Columns of `rejects.csv`.
pub const COLUMNS: [&str; 10] =
    ["job", "input", "record", "line", "offset", "bytes", "file", "item", "code", "message"];

/// `rejects.csv` being written.
pub struct RejectsList<W: Write> {
    csv: csv::Writer<W>,
    lang: Lang,
}

impl<W: Write> RejectsList<W> {
    /// Begins the list, with messages in `lang`.
    ///
    /// # Errors
    /// What `file` says.
    pub fn new(mut file: W, lang: Lang) -> std::io::Result<Self> {
        file.write_all(b"\xef\xbb\xbf")?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        csv.write_record(COLUMNS).map_err(io_of)?;
        Ok(RejectsList { csv, lang })
    }

    /// Lists a finding if it rejected its record, which is `bytes` long.
    ///
    /// # Errors
    /// What the file says.
    pub fn add(&mut self, finding: &Finding, bytes: u64, names: &Names<'_>) -> std::io::Result<()> {
        if finding.action != Action::Rejected {
            return Ok(());
        }
        let layout = finding.target.and_then(|target| names.targets.get(target as usize));
        let item = layout.zip(finding.item).and_then(|(layout, item)| layout.items.get(item as usize));
        let mut message = String::new();
        finding.message(self.lang, &mut message);
        let origin = &finding.origin;
        let written = self.csv.write_record([
            names.job,
            names.inputs.get(origin.input as usize).map_or("", |input| input),
            &origin.record.to_string(),
            &origin.line.to_string(),
            &origin.offset.to_string(),
            &bytes.to_string(),
            &layout.map(|layout| layout.id()).unwrap_or_default(),
            item.map_or("", |item| &item.name),
            finding.code.id(),
            &message,
        ]);
        written.map_err(io_of)
    }

    /// Ends the list and gives the file back.
    ///
    /// # Errors
    /// What the file says.
    pub fn finish(self) -> std::io::Result<W> {
        self.csv.into_inner().map_err(|error| error.into_error())
    }
}
