//! Which file of a delivery is which standard file.

use super::columns::names_of;
use super::names::{NameRules, fold, without_number};
use super::sniff::{Sample, Sniffed, sniff};
use super::{Columns, CsvForm, DeclaredFile, Delivery, PackageResource, ParquetForm, Remark};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use utsushi_findings::{
    Detail, Problem, SET001, SET006, SET007, SET008, SET009, SET010, SET011, SET012, SET013, SET014, SET015,
};
use utsushi_layout::{FileLayout, Standard};
use utsushi_store::Scratch;

/// A standard file in a delivery.
#[derive(Debug)]
pub struct Found {
    /// Its place among the layouts.
    pub layout: usize,
    /// The file, or its parts in order; none if it is there and cannot be read.
    pub parts: Vec<FoundPart>,
    /// Files that are this standard file and cannot be read.
    pub unreadable: Vec<usize>,
    /// The same file in the other form, and how many rows it says to have.
    pub beside: Option<(usize, u64)>,
}

/// One file of a standard file.
#[derive(Clone, Debug)]
pub struct FoundPart {
    /// Its place in the delivery.
    pub member: usize,
    /// How it is read.
    pub form: Form,
}

/// How a file is read.
#[derive(Clone, Debug)]
pub enum Form {
    /// As CSV.
    Csv(CsvForm),
    /// As Parquet.
    Parquet(ParquetForm),
}

impl Form {
    /// Its columns.
    pub fn columns(&self) -> &Columns {
        match self {
            Form::Csv(form) => &form.columns,
            Form::Parquet(form) => &form.columns,
        }
    }

    /// `csv` or `parquet`.
    pub fn name(&self) -> &'static str {
        match self {
            Form::Csv(_) => "csv",
            Form::Parquet(_) => "parquet",
        }
    }
}

/// A file that is no standard file.
#[derive(Clone, Copy, Debug)]
pub struct Other {
    /// Its place in the delivery.
    pub member: usize,
    /// Whether it is known what it is: a manifest, a report.
    pub known: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Search {
    /// Standard files, in the order of the layouts.
    pub found: Vec<Found>,
    /// All others.
    pub others: Vec<Other>,
    /// What is wrong with files.
    pub remarks: Vec<Remark>,
}

/// What a file holds, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// A table of text for sure.
    Csv,
    /// Perhaps a table of text.
    Text,
    Parquet,
    Else,
}

fn looks(extension: &str) -> Looks {
    match extension {
        "csv" | "tsv" | "dat" => Looks::Csv,
        "txt" | "" => Looks::Text,
        "parquet" | "pq" => Looks::Parquet,
        _ => Looks::Else,
    }
}

struct Finder<'a> {
    delivery: &'a Delivery,
    layouts: &'a [Arc<FileLayout>],
    names: NameRules,
    items: Vec<HashMap<String, usize>>,
    scratch: &'a Scratch,
    search: Search,
}

/// Finds the standard files of a delivery. `scratch` takes what must be unpacked.
///
/// # Errors
/// The system refuses to read. What is wrong with one file is a remark.
pub fn find(
    delivery: &Delivery,
    standard: &Standard,
    layouts: &[Arc<FileLayout>],
    scratch: &Scratch,
) -> Result<Search, Problem> {
    let mut finder = Finder {
        delivery,
        layouts,
        names: NameRules::new(standard, layouts),
        items: layouts.iter().map(|layout| names_of(layout)).collect(),
        scratch,
        search: Search::default(),
    };
    // Of each layout: tables of text and Parquet, each with how it is read.
    let mut of: BTreeMap<usize, Candidates> = BTreeMap::new();
    for member in 0..delivery.members.len() {
        match finder.one(member)? {
            Seen::Part(layout, form) => {
                let slot = of.entry(layout).or_default();
                let part = FoundPart { member, form };
                if matches!(part.form, Form::Csv(_)) { slot.0.push(part) } else { slot.1.push(part) }
            }
            Seen::Unreadable(Some(layout)) => of.entry(layout).or_default().2.push(member),
            Seen::Unreadable(None) => finder.search.others.push(Other { member, known: false }),
            Seen::Other(known) => finder.search.others.push(Other { member, known }),
        }
    }
    for (layout, (csv, parquet, unreadable)) in of {
        finder.settle(layout, csv, parquet, unreadable);
    }
    Ok(finder.search)
}

/// Files that are one standard file: as CSV, as Parquet, and those that cannot be read.
type Candidates = (Vec<FoundPart>, Vec<FoundPart>, Vec<usize>);

enum Seen {
    Part(usize, Form),
    Unreadable(Option<usize>),
    Other(bool),
}

/// What a run of ours, or a description, calls its files.
const KNOWN: [&str; 9] = [
    "manifest.json",
    "run.json",
    "datapackage.json",
    "delivery.toml",
    "report.html",
    "report.xlsx",
    "findings.csv",
    "findings.parquet",
    "verification.json",
];

impl Finder<'_> {
    fn id(&self, layout: usize) -> String {
        self.layouts[layout].id()
    }

    fn remark(
        &mut self,
        code: &'static utsushi_findings::Entry,
        member: usize,
        layout: Option<usize>,
        text: &str,
    ) {
        let layout = layout.map(|layout| self.id(layout));
        let path = self.delivery.members[member].path.clone();
        self.search.remarks.push(Remark::new(code, path, layout, text));
    }

    fn one(&mut self, member: usize) -> Result<Seen, Problem> {
        let path = self.delivery.members[member].path.clone();
        let declared = self.delivery.declared.files.iter().find(|file| file.paths.contains(&path)).cloned();
        if declared.is_none() {
            let table =
                self.delivery.declared.characters.as_ref().and_then(|characters| characters.gj.as_ref());
            if KNOWN.contains(&path.as_str()) || table == Some(&path) {
                return Ok(Seen::Other(true));
            }
            if self.delivery.manifest.is_some() && !path.starts_with("data/") {
                let folder = path.split('/').next().unwrap_or_default();
                return Ok(Seen::Other(["trace", "rejects", "duplicates"].contains(&folder)));
            }
        }
        let looks = looks(&self.delivery.members[member].extension());
        if looks == Looks::Else && declared.is_none() {
            return Ok(Seen::Other(true));
        }
        let package = self.delivery.package.as_ref().and_then(|package| package.of(&path)).cloned();
        let by_name = self.by_name(&path, declared.as_ref(), package.as_ref());
        if looks == Looks::Parquet {
            return Ok(self.parquet(member, &by_name));
        }
        let sample = match Sample::take(self.delivery, member) {
            Ok(sample) => sample,
            Err(problem) => {
                let text = problem.to_string();
                return Ok(self.unreadable(member, &by_name, text.lines().next().unwrap_or_default()));
            }
        };
        let hint = declared.clone().or_else(|| package.as_ref().map(hint));
        match sniff(&sample, hint.as_ref()) {
            Ok(sniffed) if sniffed.empty => {
                let Some(layout) = single(&by_name) else { return Ok(Seen::Other(false)) };
                self.remark(&SET001, member, Some(layout), "");
                Ok(Seen::Unreadable(Some(layout)))
            }
            Ok(sniffed) => Ok(self.table(member, looks, &by_name, &sniffed, hint.as_ref())),
            // A text file of another kind: a letter, a picture without an extension.
            Err(_) if looks == Looks::Text && by_name.is_empty() => Ok(Seen::Other(true)),
            Err(text) => Ok(self.unreadable(member, &by_name, &text)),
        }
    }

    fn unreadable(&mut self, member: usize, by_name: &[usize], text: &str) -> Seen {
        let layout = single(by_name);
        self.remark(&SET008, member, layout, text);
        Seen::Unreadable(layout)
    }

    /// The layouts that a file may be of by what is said of it, or by its name.
    fn by_name(
        &self,
        path: &str,
        declared: Option<&DeclaredFile>,
        package: Option<&PackageResource>,
    ) -> Vec<usize> {
        let called = |name: &str| self.layouts.iter().position(|layout| layout.id() == name);
        if let Some(layout) = declared.and_then(|declared| called(&declared.layout)) {
            return vec![layout];
        }
        let named = |name: &str| self.names.of(&format!("{name}.csv"));
        for name in package.map(|resource| [&resource.name, &resource.title]).into_iter().flatten() {
            if let [layout] = named(name)[..] {
                return vec![layout];
            }
        }
        self.names.of(path)
    }

    /// The layout of a file with these names of columns: of several that its name may mean the one that fits best.
    fn by_header(&self, by_name: &[usize], cells: &[String]) -> Option<usize> {
        let folded: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
        let matched =
            |layout: usize| folded.iter().filter(|cell| self.items[layout].contains_key(*cell)).count();
        let all: Vec<usize> = match by_name {
            [] => (0..self.layouts.len()).collect(),
            some => some.to_vec(),
        };
        let counted: Vec<(usize, usize)> = all.iter().map(|layout| (*layout, matched(*layout))).collect();
        let most = counted.iter().map(|(_, count)| *count).max()?;
        if by_name.is_empty() && (most < 3 || most * 5 < folded.len() * 3) {
            return None;
        }
        // Of those that have all these names the one that has fewest others.
        let best = counted.iter().filter(|(_, count)| *count == most && most > 0);
        let size = |layout: usize| self.layouts[layout].items.len();
        let smallest = best.clone().map(|(layout, _)| size(*layout)).min()?;
        let mut best = best.filter(|(layout, _)| size(*layout) == smallest);
        match (best.next(), best.next()) {
            (Some((layout, _)), None) => Some(*layout),
            _ => None,
        }
    }

    fn table(
        &mut self,
        member: usize,
        looks: Looks,
        by_name: &[usize],
        sniffed: &Sniffed,
        hint: Option<&DeclaredFile>,
    ) -> Seen {
        let names = hint.map(|hint| hint.columns.clone()).filter(|columns| !columns.is_empty());
        let said = hint.and_then(|hint| hint.header);
        let cells = names.clone().unwrap_or_else(|| sniffed.cells.clone());
        let layout = self.by_header(by_name, &cells);
        let is_header = |layout: usize| {
            let matched = Columns::of(&self.layouts[layout], &sniffed.cells).matched();
            matched > 0 && matched * 2 >= sniffed.cells.len().min(self.layouts[layout].items.len())
        };
        let header = said.unwrap_or_else(|| layout.is_some_and(is_header));
        let Some(layout) = layout.filter(|_| header || names.is_some()).or(single(by_name)) else {
            if by_name.is_empty() && looks == Looks::Text {
                return Seen::Other(true);
            }
            let text = format!("{} columns", sniffed.cells.len());
            self.remark(&SET006, member, None, &text);
            return Seen::Other(false);
        };
        let items = self.layouts[layout].items.len();
        let columns = match (&names, header) {
            (Some(names), _) => Columns::of(&self.layouts[layout], names),
            (None, true) => Columns::of(&self.layouts[layout], &sniffed.cells),
            (None, false) if sniffed.cells.len() == items => {
                self.remark(&SET013, member, Some(layout), "");
                Columns::in_order(&self.layouts[layout])
            }
            (None, false) => {
                let text = format!("{} columns, no header; {items} items", sniffed.cells.len());
                return self.unreadable(member, &[layout], &text);
            }
        };
        self.tell_columns(member, layout, &columns);
        let (charset, delimiter) = (sniffed.charset.clone(), sniffed.delimiter);
        Seen::Part(layout, Form::Csv(CsvForm { charset, delimiter, header: u8::from(header), columns }))
    }

    fn parquet(&mut self, member: usize, by_name: &[usize]) -> Seen {
        let form = ParquetForm::read(
            self.delivery,
            member,
            self.scratch,
            |names| self.by_header(by_name, names).or(single(by_name)),
            self.layouts,
        );
        match form {
            Ok((layout, form)) => {
                self.tell_columns(member, layout, &form.columns);
                if !form.wrong_types.is_empty() {
                    self.remark(&SET015, member, Some(layout), &short(&form.wrong_types));
                }
                Seen::Part(layout, Form::Parquet(form))
            }
            Err(text) if text.is_empty() => {
                self.remark(&SET006, member, None, "Parquet");
                Seen::Other(false)
            }
            Err(text) => self.unreadable(member, by_name, &text),
        }
    }

    fn tell_columns(&mut self, member: usize, layout: usize, columns: &Columns) {
        let items = columns.of_items(&self.layouts[layout]);
        let missing = |needed: bool| -> Vec<String> {
            let all = self.layouts[layout].items.iter().zip(&items);
            all.filter(|(item, at)| at.is_none() && (item.key || item.required) == needed)
                .map(|(item, _)| item.name.clone())
                .collect()
        };
        let (needed, others) = (missing(true), missing(false));
        for (code, names) in [(&SET009, &needed), (&SET010, &others), (&SET011, &columns.unknown)] {
            if !names.is_empty() {
                // A column without a name that the layout knows may hold anything, also in its name.
                let names: Vec<String> = names.iter().map(|name| name.chars().take(40).collect()).collect();
                self.remark(code, member, Some(layout), &short(&names));
            }
        }
        if columns.reordered {
            self.remark(&SET012, member, Some(layout), "");
        }
    }

    /// Which of the files that are one standard file are read.
    fn settle(
        &mut self,
        layout: usize,
        csv: Vec<FoundPart>,
        parquet: Vec<FoundPart>,
        unreadable: Vec<usize>,
    ) {
        let csv = self.without_doubles(layout, csv);
        let parquet = self.without_doubles(layout, parquet);
        let found = match (csv.is_empty(), &parquet[..]) {
            (true, _) => Found { layout, parts: parquet, unreadable, beside: None },
            (false, []) => Found { layout, parts: csv, unreadable, beside: None },
            (false, some) => {
                let rows = |part: &FoundPart| match &part.form {
                    Form::Parquet(form) => form.rows,
                    Form::Csv(_) => 0,
                };
                let beside = Some((some[0].member, some.iter().map(rows).sum()));
                self.forget_columns(some);
                Found { layout, parts: csv, unreadable, beside }
            }
        };
        self.search.found.push(found);
    }

    /// What is said of the columns of a file that is not read is said of the other form already.
    fn forget_columns(&mut self, parts: &[FoundPart]) {
        let paths: Vec<&str> =
            parts.iter().map(|part| self.delivery.members[part.member].path.as_str()).collect();
        let said = [SET009.id, SET010.id, SET011.id, SET012.id];
        self.search
            .remarks
            .retain(|remark| !paths.contains(&remark.path.as_str()) || !said.contains(&remark.code.id));
    }

    fn without_doubles(&mut self, layout: usize, parts: Vec<FoundPart>) -> Vec<FoundPart> {
        if parts.len() < 2 {
            return parts;
        }
        let id = self.id(layout);
        let paths: Vec<&str> =
            parts.iter().map(|part| self.delivery.members[part.member].path.as_str()).collect();
        let declared = self.delivery.declared.file(&id);
        if declared.is_some_and(|declared| paths.iter().all(|path| declared.paths.iter().any(|p| p == path)))
        {
            let order = |part: &FoundPart| {
                let path = &self.delivery.members[part.member].path;
                declared.and_then(|declared| declared.paths.iter().position(|p| p == path))
            };
            let mut parts = parts;
            parts.sort_by_key(order);
            return parts;
        }
        if are_numbered(&paths) {
            let mut parts = parts;
            parts.sort_by_key(|part| number_of(&self.delivery.members[part.member].path));
            return parts;
        }
        // A copy has a number that the original has not.
        let is_copy = |part: &FoundPart| {
            let path = &self.delivery.members[part.member].path;
            (number_of(path).is_some(), path.clone())
        };
        let mut parts = parts;
        parts.sort_by_key(is_copy);
        let first = self.delivery.members[parts[0].member].path.clone();
        for part in &parts[1..] {
            self.forget_columns(std::slice::from_ref(part));
            self.remark(&SET007, part.member, Some(layout), &first);
            self.search.others.push(Other { member: part.member, known: true });
        }
        parts.into_iter().take(1).collect()
    }
}

fn single(layouts: &[usize]) -> Option<usize> {
    match layouts {
        [layout] => Some(*layout),
        _ => None,
    }
}

/// What a data package says, as `delivery.toml` would.
fn hint(resource: &PackageResource) -> DeclaredFile {
    DeclaredFile {
        paths: vec![resource.path.clone()],
        charset: resource.charset.clone().filter(|charset| charset != "utf-16"),
        delimiter: resource.delimiter.map(|delimiter| char::from(delimiter).to_string()),
        header: resource.header,
        // Where there is a header it says which column is which.
        columns: if resource.header == Some(false) { resource.fields.clone() } else { Vec::new() },
        ..DeclaredFile::default()
    }
}

/// Whether paths are those of numbered parts of one file: `resident_1.csv`, `resident_2.csv`. A number of six digits
/// or more is a day, and two days are two deliveries.
fn are_numbered(paths: &[&str]) -> bool {
    let base = |path: &str| {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        without_number(stem).map(fold)
    };
    let first = base(paths[0]);
    let mut numbers: Vec<Option<u64>> = paths.iter().map(|path| number_of(path)).collect();
    numbers.sort_unstable();
    first.is_some()
        && paths.iter().all(|path| base(path) == first)
        && numbers.iter().all(|number| number.is_some_and(|number| number < 100_000))
        && numbers.windows(2).all(|pair| pair[0] != pair[1])
}

fn number_of(path: &str) -> Option<u64> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let mut half = String::new();
    utsushi_text::ascii_to_half_width(stem, &mut half);
    let stem = half.trim_end_matches(')');
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    stem[stem.len() - digits..].parse().ok()
}

/// The first few names.
fn short(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = names[..names.len().min(SHOWN)].join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(", … (+{})", names.len() - SHOWN));
    }
    text
}

impl Found {
    /// The remark, if rows that were read are not those that the other form says to have.
    pub fn disagreement(&self, delivery: &Delivery, layout: &FileLayout, rows: u64) -> Option<Remark> {
        let (member, beside) = self.beside.filter(|(_, beside)| *beside != rows)?;
        let detail = Detail::Text(format!("CSV {rows}, Parquet {beside}").into());
        let path = delivery.members[member].path.clone();
        Some(Remark { code: &SET014, path, layout: Some(layout.id()), detail })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_numbers_and_copies_have_not() {
        assert!(are_numbered(&["a/resident_1.csv", "a/resident_2.csv", "a/resident_10.csv"]));
        assert!(are_numbered(&["住民(１).csv", "住民(２).csv"]));
        assert!(!are_numbered(&["resident.csv", "resident (2).csv"]));
        assert!(!are_numbered(&["resident_20260301.csv", "resident_20260401.csv"]));
        assert!(!are_numbered(&["a/resident_1.csv", "b/resident_1.csv"]));
    }
}
