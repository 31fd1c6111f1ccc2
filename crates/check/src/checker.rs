//! All checks of one file, put together from its layout and run column by column.

use crate::item::{Fault, bytes, characters, code, cut, date, digits, kind, number, required};
use std::sync::Arc;
use utsushi_layout::{CodeTable, Column, FileLayout, ItemType, RecordRule, Rows, Standard};
use utsushi_text::Repertoire;

/// The checks of one file.
#[derive(Debug)]
pub struct Checker {
    layout: Arc<FileLayout>,
    repertoire: Repertoire,
    tables: Vec<Option<CodeTable>>,
    numbers: Vec<Option<number::Number>>,
    rules: Vec<RecordRule>,
}

impl Checker {
    /// The checks that `layout` asks for, with the characters of `repertoire` allowed. `mapped` says which items are
    /// fed at all: a rule that looks at another one is not run, since it would find fault with every row. `base_date`
    /// is 基準日, `YYYYMMDD`; rules that need it are not run without it.
    pub fn new(
        standard: &Standard,
        layout: Arc<FileLayout>,
        repertoire: Repertoire,
        mapped: &[bool],
        base_date: Option<&str>,
    ) -> Self {
        let runs =
            |rule: &RecordRule| rule.items().iter().all(|item| mapped.get(*item).copied().unwrap_or(false));
        let rules = layout.rules.records.iter().filter(|rule| runs(rule));
        let rules = rules.filter_map(|rule| rule.resolve(base_date)).collect();
        let table = |name: &Option<String>| standard.code_table(name.as_deref()?).cloned();
        let tables = layout.items.iter().map(|item| table(&item.code_table)).collect();
        let number = |role: &Option<String>| number::Number::of_role(role.as_deref()?);
        let numbers = layout.items.iter().map(|item| number(&item.role)).collect();
        Checker { layout, repertoire, tables, numbers, rules }
    }

    /// Checks every value and reports what is wrong to `rows`. The first cause of a value wins.
    pub fn check(&self, rows: &mut Rows) {
        for item in 0..self.layout.items.len() {
            let mut column = rows.take(item);
            self.characters(item, &mut column, rows);
            self.values(item, &mut column, rows);
            rows.put(item, column);
        }
        for rule in &self.rules {
            crate::record::check(rule, &self.layout, rows);
        }
    }

    fn characters(&self, item: usize, column: &mut Column, rows: &mut Rows) {
        // One look at the whole column settles it for nearly every chunk.
        if column.is_in_repertoire() || self.repertoire.is_plain(column.text()) {
            return;
        }
        for row in 0..column.len() {
            if let Some((faults, obeys_unmapped)) = characters::check(column.get(row), &self.repertoire) {
                rows.report_characters(column, (row, item), &faults, obeys_unmapped);
            }
        }
    }

    fn values(&self, index: usize, column: &mut Column, rows: &mut Rows) {
        let item = &self.layout.items[index];
        let needed = item.required || item.key;
        if column.text().is_empty() && !needed {
            return;
        }
        let table = self.tables[index].as_ref();
        let number = self.numbers[index];
        let may_be_cut = item.may_be_cut();
        for row in 0..column.len() {
            let value = column.get(row);
            let fault = if value.is_empty() {
                if needed { required::check(value) } else { Ok(()) }
            } else {
                match number {
                    Some(number) => number.check(value),
                    None => kind::check(value, item),
                }
                .and_then(|()| match table {
                    Some(table) => code::check(value, table),
                    None => Ok(()),
                })
                .and_then(|()| if item.kind == ItemType::Date { date::check(value) } else { Ok(()) })
                .and_then(|()| digits::check(value, item.digits))
                .and_then(|()| match item.bytes {
                    Some(limit) => bytes::check(value, limit),
                    None => Ok(()),
                })
                .and_then(|()| {
                    if may_be_cut { cut::check(value, item.digits, column.is_full(row)) } else { Ok(()) }
                })
            };
            if let Err(Fault { code, detail }) = fault {
                rows.report(column, (row, index), code, detail, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    /// One row of good values, with some replaced; the codes of the findings by item.
    fn findings(replace: &[(&str, &str)]) -> Vec<(String, &'static str)> {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = Arc::new(standard.file("01.resident").unwrap().clone());
        let checker = Checker::new(
            &standard,
            Arc::clone(&layout),
            Repertoire::Cp932,
            &vec![true; layout.items.len()],
            None,
        );
        let mut rows = Rows::new(Arc::clone(&layout), Arc::default());
        rows.begin([0]);
        let good = [
            ("address_number", "000000000000001"),
            ("household_number", "1"),
            ("nationality_kind", "1"),
            ("name", "山田　太郎"),
            ("name_kana", "ヤマダ　タロウ"),
            ("birth_date", "19800401"),
            ("sex", "1"),
            ("address", "中央一丁目"),
            ("individual_number", "123456789018"),
            ("resident_code", "12345678901"),
        ];
        for (index, item) in layout.items.iter().enumerate() {
            let value = replace.iter().chain(&good).find(|(slug, _)| *slug == item.slug);
            let mut column = rows.take(index);
            column.push(value.map_or("", |(_, value)| value));
            rows.put(index, column);
        }
        checker.check(&mut rows);
        let name = |item: u16| layout.items[item as usize].slug.clone();
        rows.take_findings().iter().map(|finding| (name(finding.item), finding.code.id())).collect()
    }

    #[test]
    fn a_good_row_has_no_findings() {
        assert_eq!(findings(&[]), []);
    }

    #[test]
    fn each_value_has_one_finding_the_first_cause() {
        let wrong = findings(&[
            ("name", "山田\u{0}太郎\u{e000}"),
            ("sex", "12"),
            ("birth_date", "20010230"),
            ("postal_code", "123-4567"),
            ("individual_number", "123456789019"),
            ("household_number", ""),
            ("address", &"町".repeat(121)),
        ]);
        let expected = [
            ("household_number", "ITM001"),
            ("name", "CHR005"),
            ("birth_date", "DAT002"),
            ("sex", "COD001"),
            ("address", "ITM002"),
            ("postal_code", "ITM003"),
            ("individual_number", "NUM001"),
        ];
        assert_eq!(wrong, expected.map(|(item, code)| (item.to_owned(), code)));
    }
}
