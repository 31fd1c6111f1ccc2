//! `duplicates/`: the rows that left because another one stays in their place. Working files: in clear.

use utsushi_layout::FileLayout;

/// Columns before those of the items.
pub const COLUMNS: [&str; 10] = [
    "policy",
    "job",
    "input",
    "record",
    "occurrence",
    "kept_job",
    "kept_input",
    "kept_record",
    "kept_occurrence",
    "differences",
];

/// The row that stays.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// Its job.
    pub job: &'a str,
    /// Its input.
    pub input: &'a str,
    /// Its record, from 1.
    pub record: u64,
    /// Which row of a repeating group it is, from 1.
    pub occurrence: u32,
}

/// A row that was removed.
#[derive(Clone, Debug)]
pub struct RemovedRow<'a> {
    /// The policy of its file.
    pub policy: &'a str,
    /// Its job.
    pub job: &'a str,
    /// Its input.
    pub input: &'a str,
    /// Its record, from 1.
    pub record: u64,
    /// Which row of a repeating group it is, from 1.
    pub occurrence: u32,
    /// The row that stays.
    pub kept: Kept<'a>,
    /// Items that differ, by their position, with the value that stays.
    pub differences: Vec<(usize, &'a str)>,
}

/// What a file of `duplicates/` begins with: byte order mark and header line.
pub fn header(layout: &FileLayout) -> Vec<u8> {
    let mut out = b"\xef\xbb\xbf".to_vec();
    line(COLUMNS.into_iter().chain(layout.items.iter().map(|item| item.slug.as_str())), &mut out);
    out
}

impl RemovedRow<'_> {
    /// Appends its line. `value` gives the row's own values by position.
    ///
    /// In `differences` stands for each item that differs `name「removed」→「kept」`.
    pub fn write<'v>(&self, layout: &FileLayout, value: impl Fn(usize) -> &'v str, out: &mut Vec<u8>) {
        let differences: Vec<String> = self
            .differences
            .iter()
            .filter_map(|(item, kept)| {
                let name = &layout.items.get(*item)?.name;
                Some(format!("{name}「{}」→「{kept}」", value(*item)))
            })
            .collect();
        let numbers = [
            self.record.to_string(),
            self.occurrence.to_string(),
            self.kept.record.to_string(),
            self.kept.occurrence.to_string(),
        ];
        let differences = differences.join(" / ");
        let first: [&str; COLUMNS.len()] = [
            self.policy,
            self.job,
            self.input,
            &numbers[0],
            &numbers[1],
            self.kept.job,
            self.kept.input,
            &numbers[2],
            &numbers[3],
            &differences,
        ];
        line(first.into_iter().chain((0..layout.items.len()).map(|item| -> &str { value(item) })), out);
    }
}

fn line<'v>(cells: impl Iterator<Item = &'v str>, out: &mut Vec<u8>) {
    for (nth, cell) in cells.enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            out.push(b'"');
            out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn a_removed_row_stands_with_its_values_and_those_that_stay() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = standard.file("01.resident").unwrap();
        let name = layout.item_index("name").unwrap();
        let removed = RemovedRow {
            policy: "first",
            job: "juki",
            input: "input/JUKI01.csv",
            record: 7,
            occurrence: 1,
            kept: Kept { job: "juki", input: "input/JUKI01.csv", record: 3, occurrence: 1 },
            differences: vec![(name, "架空　次郎")],
        };
        let mut out = header(layout);
        removed.write(layout, |item| if item == name { "架空,\"太郎\"" } else { "" }, &mut out);
        let mut reader = csv::Reader::from_reader(&out[3..]);
        let header = reader.headers().unwrap().clone();
        let row = reader.records().next().unwrap().unwrap();
        let cell = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        assert_eq!((cell("record"), cell("kept_record"), cell("policy")), ("7", "3", "first"));
        assert_eq!(cell("name"), "架空,\"太郎\"");
        assert_eq!(cell("differences"), "氏名「架空,\"太郎\"」→「架空　次郎」");
    }
}
