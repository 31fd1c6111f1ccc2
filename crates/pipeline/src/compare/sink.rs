//! What is told of the differences of a file: counts, lines of `differences`, the first examples.

use super::pair::Told;
use std::collections::HashMap;
use utsushi_compare::{Columns, Digester, PackedRow, Side};
use utsushi_delivery::comparison::{ComparedExample, ComparedFile, ComparedItem};
use utsushi_delivery::differences::{DifferencesFiles, Line};
use utsushi_findings::Problem;
use utsushi_layout::Masking;
use utsushi_store::{OutputFile, RunFolder, Written};

/// Examples of each kind and item.
const EXAMPLES: usize = 3;

/// Takes differences, file by file.
pub(super) struct Sink {
    files: Option<DifferencesFiles<OutputFile, OutputFile>>,
    masking: Masking,
    id: String,
    paths: [Vec<String>; 2],
    counts: ComparedFile,
    /// Changed and tolerated rows of each place.
    items: Vec<[u64; 2]>,
    shown: HashMap<(&'static str, Option<usize>), usize>,
}

impl Sink {
    /// Differences are written where there is a folder for them.
    pub fn create(folder: Option<&RunFolder>, masking: Masking) -> Result<Sink, Problem> {
        let files = match folder {
            None => None,
            Some(folder) => Some(DifferencesFiles::new(
                folder.file("differences.parquet")?,
                folder.file("differences.csv")?,
            )?),
        };
        Ok(Sink {
            files,
            masking,
            id: String::new(),
            paths: Default::default(),
            counts: ComparedFile::default(),
            items: Vec::new(),
            shown: HashMap::new(),
        })
    }

    /// A file begins; `paths` are its files on each side.
    pub fn begin(&mut self, id: &str, digester: &Digester, paths: [Vec<String>; 2]) {
        self.id = id.to_owned();
        self.paths = paths;
        self.items = vec![[0; 2]; digester.columns().len()];
        self.counts = ComparedFile::default();
        self.shown.clear();
        // The names of the items are needed at the end.
        let item = |at: usize| ComparedItem {
            item: digester.columns().item(at).slug.clone(),
            name: digester.columns().item(at).name.clone(),
            changed: 0,
            tolerated: 0,
        };
        self.counts.items = (0..digester.columns().len()).map(item).collect();
    }

    /// A row without an equal.
    pub fn tell(&mut self, digester: &Digester, told: &Told) -> Result<(), Problem> {
        let columns = digester.columns();
        match told {
            Told::OnlyA(row) => {
                self.counts.only[0] += 1;
                self.line(columns, "only_a", None, [Some(row), None])
            }
            Told::OnlyB(row) => {
                self.counts.only[1] += 1;
                self.line(columns, "only_b", None, [None, Some(row)])
            }
            Told::Beside(a, b) => {
                let (mut changed, mut tolerated) = (false, false);
                for at in 0..columns.len() {
                    let (one, other) = (a.value(at), b.value(at));
                    if one == other {
                        continue;
                    }
                    let excused = digester.tolerated()[at].excuses(one, other);
                    let kind = if excused { "tolerated" } else { "changed" };
                    self.items[at][usize::from(excused)] += 1;
                    changed |= !excused;
                    tolerated |= excused;
                    self.line(columns, kind, Some(at), [Some(a), Some(b)])?;
                }
                match (changed, tolerated) {
                    (true, _) => self.counts.changed += 1,
                    (false, true) => self.counts.tolerated += 1,
                    // Their digests differ, and no value does: that cannot be.
                    (false, false) => self.counts.equal += 1,
                }
                Ok(())
            }
        }
    }

    fn line(
        &mut self,
        columns: &Columns,
        kind: &'static str,
        at: Option<usize>,
        rows: [Option<&PackedRow>; 2],
    ) -> Result<(), Problem> {
        let shown = self.shown.entry((kind, at)).or_default();
        *shown += 1;
        let is_example = *shown <= EXAMPLES;
        if self.files.is_none() && !is_example {
            return Ok(());
        }
        let protected = rows.iter().flatten().any(|row| row.source.protected);
        let masking = if protected { Masking::On } else { self.masking };
        let show = |side: Side, at: usize, row: &PackedRow| {
            let item = if side == Side::A { columns.item(at) } else { columns.item_of_b(at) };
            let mut shown = String::new();
            masking.show(item, row.value(at), None, &mut shown);
            shown
        };
        let sides = [Side::A, Side::B];
        let one = sides.iter().zip(rows).find_map(|(side, row)| row.map(|row| (*side, row)));
        let key = one.map_or(String::new(), |(side, row)| {
            let parts: Vec<String> = columns
                .key()
                .iter()
                .map(|at| format!("{}={}", columns.item(*at).name, show(side, *at, row)))
                .collect();
            parts.join(" / ")
        });
        let value = |side: Side| match (at, rows[side as usize]) {
            (Some(at), Some(row)) => show(side, at, row),
            _ => String::new(),
        };
        let input = |side: usize| {
            let row = rows[side];
            let path = row.and_then(|row| self.paths[side].get(usize::from(row.source.part)));
            path.cloned().unwrap_or_default()
        };
        let line = Line {
            file: self.id.clone(),
            key,
            kind,
            item: at.map_or(String::new(), |at| columns.item(at).name.clone()),
            values: sides.map(value),
            inputs: [input(0), input(1)],
            records: rows.map(|row| row.map_or(0, |row| row.source.record)),
        };
        if is_example {
            self.counts.examples.push(ComparedExample {
                kind: kind.to_owned(),
                item: at.map_or(String::new(), |at| columns.item(at).slug.clone()),
                name: line.item.clone(),
                key: line.key.clone(),
                values: line.values.clone(),
                inputs: line.inputs.clone(),
                records: line.records,
            });
        }
        match &mut self.files {
            Some(files) => files.add(line),
            None => Ok(()),
        }
    }

    /// What was told of the file.
    pub fn end(&mut self) -> ComparedFile {
        let mut counts = std::mem::take(&mut self.counts);
        for (item, [changed, tolerated]) in counts.items.iter_mut().zip(&self.items) {
            (item.changed, item.tolerated) = (*changed, *tolerated);
        }
        counts.items.retain(|item| item.changed + item.tolerated > 0);
        counts
    }

    /// Ends the files.
    pub fn finish(self) -> Result<Vec<Written>, Problem> {
        let Some(files) = self.files else { return Ok(Vec::new()) };
        let (parquet, csv) = files.finish()?;
        Ok(vec![parquet.finish()?, csv.finish()?])
    }
}
