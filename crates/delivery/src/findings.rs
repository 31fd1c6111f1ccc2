//! `findings.parquet` with every finding, `findings.csv` with the first thousand of each code.

use crate::parquet_file::{ParquetFile, problem, properties};
use arrow::array::{ArrayRef, Int64Builder, StringBuilder};
use arrow::datatypes::{DataType, Field};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use utsushi_findings::{Code, Finding, Lang, Problem};
use utsushi_layout::FileLayout;

/// Findings of one code that `findings.csv` holds.
pub const CSV_CAP: u64 = 1_000;

/// Columns of both files. Record, line and offset are empty where the finding is about a whole file.
pub const COLUMNS: [&str; 13] = [
    "job", "input", "record", "line", "offset", "file", "item", "code", "severity", "action", "value",
    "message", "advice",
];

/// What names the places of a job's findings.
#[derive(Debug)]
pub struct Names<'a> {
    /// The job.
    pub job: &'a str,
    /// Its inputs.
    pub inputs: &'a [String],
    /// Its targets' layouts.
    pub targets: &'a [Arc<FileLayout>],
}

/// Both files being written.
pub struct FindingsFiles<W: Write + Send, C: Write> {
    parquet: ParquetFile<W>,
    csv: csv::Writer<C>,
    written: HashMap<Code, u64>,
    lang: Lang,
}

impl<W: Write + Send, C: Write> FindingsFiles<W, C> {
    /// Begins both, with messages in `lang`.
    ///
    /// # Errors
    /// What the files say.
    pub fn new(parquet: W, mut csv: C, lang: Lang) -> Result<Self, Problem> {
        let fields = COLUMNS
            .iter()
            .map(|name| {
                let place = matches!(*name, "record" | "line" | "offset");
                Field::new(*name, if place { DataType::Int64 } else { DataType::Utf8 }, true)
            })
            .collect();
        let parquet = ParquetFile::new(parquet, fields, properties().build());
        let parquet = parquet.map_err(|error| problem("findings.parquet", &error))?;
        csv.write_all(b"\xef\xbb\xbf").map_err(csv_problem)?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(csv);
        csv.write_record(COLUMNS).map_err(|error| csv_problem(io_of(error)))?;
        Ok(FindingsFiles { parquet, csv, written: HashMap::new(), lang })
    }

    /// Appends findings, in order.
    ///
    /// # Errors
    /// What the files say.
    pub fn write(&mut self, findings: &[Finding], names: &Names<'_>) -> Result<(), Problem> {
        if findings.is_empty() {
            return Ok(());
        }
        for finding in findings {
            let count = self.written.entry(finding.code).or_default();
            *count += 1;
            if *count <= CSV_CAP {
                self.csv
                    .write_record(row(finding, names, self.lang))
                    .map_err(|error| csv_problem(io_of(error)))?;
            }
        }
        let lang = self.lang;
        let columns: (usize, &crate::parquet_file::ColumnOf<'_>) =
            (findings.len(), &|index| Ok(column(index, findings, names, lang)));
        self.parquet.write(&[columns]).map_err(|error| problem("findings.parquet", &error))
    }

    /// Ends both files and gives them back.
    ///
    /// # Errors
    /// What the files say.
    pub fn finish(self) -> Result<(W, C), Problem> {
        let parquet = self.parquet.finish().map_err(|error| problem("findings.parquet", &error))?;
        let csv = self.csv.into_inner().map_err(|error| csv_problem(error.into_error()))?;
        Ok((parquet, csv))
    }
}

/// The error of the file itself: what the crate makes of it no longer says that the disk is full.
pub(crate) fn io_of(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

fn csv_problem(error: std::io::Error) -> Problem {
    Problem::io("findings.csv".as_ref(), &error)
}

/// One text cell; `None` is a blank.
fn text<'a>(
    index: usize,
    finding: &'a Finding,
    names: &Names<'a>,
    lang: Lang,
    message: &'a mut String,
) -> Option<&'a str> {
    let layout = finding.target.and_then(|target| names.targets.get(target as usize));
    Some(match index {
        0 => names.job,
        1 => names.inputs.get(finding.origin.input as usize)?,
        5 => {
            *message = layout?.id();
            message
        }
        6 => &layout?.items.get(finding.item? as usize)?.name,
        7 => finding.code.id(),
        8 => finding.code.0.severity.name(),
        9 => finding.action.name(),
        10 if finding.value.is_empty() => return None,
        10 => &finding.value,
        11 => {
            message.clear();
            finding.message(lang, message);
            message
        }
        _ => finding.code.0.advice.get(lang),
    })
}

/// Record, line and offset, where there is a record.
fn place(index: usize, finding: &Finding) -> Option<u64> {
    (finding.origin.record > 0).then_some(match index {
        2 => finding.origin.record,
        3 => finding.origin.line,
        _ => finding.origin.offset,
    })
}

fn column(index: usize, findings: &[Finding], names: &Names<'_>, lang: Lang) -> ArrayRef {
    if (2..=4).contains(&index) {
        let mut builder = Int64Builder::with_capacity(findings.len());
        for finding in findings {
            builder.append_option(place(index, finding).map(|number| number as i64));
        }
        return Arc::new(builder.finish());
    }
    let mut builder = StringBuilder::with_capacity(findings.len(), findings.len() * 16);
    let mut message = String::new();
    for finding in findings {
        builder.append_option(text(index, finding, names, lang, &mut message));
    }
    Arc::new(builder.finish())
}

fn row(finding: &Finding, names: &Names<'_>, lang: Lang) -> Vec<String> {
    (0..COLUMNS.len())
        .map(|index| match index {
            2..=4 => place(index, finding).map(|number| number.to_string()).unwrap_or_default(),
            _ => text(index, finding, names, lang, &mut String::new()).unwrap_or_default().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_findings::{Action, DAT002, Detail, Origin};

    #[test]
    fn the_csv_holds_the_first_thousand_of_a_code_and_parquet_all() {
        let finding = Finding {
            code: Code(&DAT002),
            origin: Origin { input: 0, record: 7, line: 8, offset: 99, occurrence: 1 },
            target: None,
            item: None,
            value: "A999999".into(),
            detail: Detail::None,
            action: Action::Blanked,
        };
        let findings = vec![finding; 1_500];
        let names = Names { job: "juki", inputs: &["input/a.csv".into()], targets: &[] };
        let mut files = FindingsFiles::new(Vec::new(), Vec::new(), Lang::Ja).unwrap();
        files.write(&findings, &names).unwrap();
        let (parquet, csv) = files.finish().unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv.lines().count(), 1_001);
        assert!(csv.contains("juki,input/a.csv,7,8,99,,,DAT002,error,blanked,A999999,"), "{csv}");
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(
            bytes::Bytes::from(parquet),
        );
        assert_eq!(reader.unwrap().metadata().file_metadata().num_rows(), 1_500);
    }
}
