//! How a CSV of a delivery is read.

use super::Columns;
use std::fmt::Write;
use std::path::Path;
use utsushi_findings::Problems;
use utsushi_legacy::SourceDefinition;

/// How a CSV is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CsvForm {
    /// As a source definition calls it: `utf-8`, `cp932`, `utf-16le` …
    pub charset: String,
    /// Between two fields.
    pub delimiter: u8,
    /// Lines before the first record.
    pub header: u8,
    /// Which item each column is.
    pub columns: Columns,
}

impl CsvForm {
    /// The same in the words of a source definition: fields by position, since columns are matched here.
    ///
    /// # Errors
    /// A charset or a delimiter that cannot be.
    pub fn source(&self) -> Result<SourceDefinition, Problems> {
        let mut text = String::from("format = \"csv\"\nheader_names = \"ignore\"\nmultiline = true\n");
        let _ = writeln!(text, "charset = {:?}\nheader = {}", self.charset, self.header);
        let delimiter = match self.delimiter {
            b'\t' => "\\t".to_owned(),
            b'"' | b'\\' => format!("\\{}", self.delimiter as char),
            other => char::from(other).to_string(),
        };
        let _ = writeln!(text, "delimiter = \"{delimiter}\"");
        let fields: Vec<String> =
            (0..self.columns.items.len()).map(|column| format!("\"c{column}\"")).collect();
        let _ = writeln!(text, "fields = [{}]", fields.join(", "));
        let text = if self.header == 0 { text.replace("header_names = \"ignore\"\n", "") } else { text };
        SourceDefinition::from_toml(Path::new("delivery.toml"), &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_a_source_definition() {
        for charset in ["utf-8", "cp932", "euc-jp", "utf-16", "utf-16le", "utf-16be"] {
            for (delimiter, header) in [(b',', 1), (b'\t', 0), (b';', 1), (b'|', 0)] {
                let columns = Columns { items: vec![None; 3], ..Columns::default() };
                let form = CsvForm { charset: charset.into(), delimiter, header, columns };
                assert_eq!(form.source().unwrap().fields.len(), 3);
            }
        }
    }
}
