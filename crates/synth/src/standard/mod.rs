//! A small municipality as standard files: rows that satisfy what the layouts say of items, rows and files, for any
//! business and whatever its layouts are. Where [`crate::write_juki`] knows residents, this knows only rules.
//!
//! Rows are drawn file by file ([`build`]), made to fit the rules of a row ([`repair`]), and at the end looked at together
//! ([`settle`]): a row that still breaks a rule goes.

mod build;
mod meets;
mod repair;
mod settle;
mod totals;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use utsushi_layout::{FileLayout, Standard};

/// What is made.
#[derive(Clone, Debug)]
pub struct CityOptions {
    /// Numbers of the businesses; the files they point at come along.
    pub businesses: BTreeSet<u32>,
    /// About how many residents.
    pub residents: usize,
    /// Another seed gives another city.
    pub seed: u64,
}

/// The standard files of a municipality that does not exist.
#[derive(Clone, Debug)]
pub struct City {
    /// In the standard's order; none is empty.
    pub files: Vec<CityFile>,
}

/// One standard file.
#[derive(Clone, Debug)]
pub struct CityFile {
    /// Its layout.
    pub layout: FileLayout,
    /// Values in the layout's order; a blank is empty.
    pub rows: Vec<Vec<String>>,
}

/// 基準日 of every made-up municipality.
pub(crate) const BASE_DATE: &str = "20260401";

/// Rows that every file should have, and rounds in which to reach that.
const LEAST: usize = 3;
const ROUNDS: u64 = 6;

/// Makes the files of a municipality. The same options and layouts give the same rows.
pub fn city(standard: &Standard, options: &CityOptions) -> City {
    let names = wanted(standard, &options.businesses);
    let mut files = build::build(standard, &names, options);
    settle::settle(&mut files);
    // What broke a rule has gone, and left some files all but empty.
    for round in 1..=ROUNDS {
        let few = |file: &CityFile| file.rows.len() < LEAST && file.layout.id() != "00.control_total";
        if !files.iter().any(few) {
            break;
        }
        files = build::more(standard, files, options, round, LEAST);
        settle::settle(&mut files);
    }
    totals::count(&mut files);
    City { files: files.into_iter().filter(|file| !file.rows.is_empty()).collect() }
}

/// The files of the businesses, with those they point at.
fn wanted(standard: &Standard, businesses: &BTreeSet<u32>) -> BTreeSet<String> {
    let by_id: BTreeMap<String, &FileLayout> = standard.files().map(|file| (file.id(), file)).collect();
    let mut wanted = BTreeSet::new();
    let mut open: Vec<String> = by_id
        .iter()
        .filter(|(_, file)| businesses.contains(&file.business))
        .map(|(id, _)| id.clone())
        .collect();
    while let Some(id) = open.pop() {
        let Some(file) = by_id.get(&id) else { continue };
        if wanted.insert(id) {
            open.extend(file.rules.relations.iter().map(|relation| relation.to.clone()));
            open.extend(file.rules.totals.iter().map(|total| total.to.clone()));
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn standard() -> Standard {
        Library::Embedded.load("chukan-2.7").unwrap()
    }

    fn of(standard: &Standard, business: u32, seed: u64) -> City {
        city(standard, &CityOptions { businesses: BTreeSet::from([business]), residents: 60, seed })
    }

    #[test]
    fn every_business_has_rows_in_every_file_and_breaks_no_rule() {
        let standard = standard();
        let mut wrong = Vec::new();
        for business in &standard.businesses {
            let city = of(&standard, business.number, 1);
            for file in &business.files {
                let made = city.files.iter().find(|made| made.layout.id() == file.id());
                if made.is_none_or(|made| made.rows.len() < 2) {
                    wrong.push(format!("{} has too few rows", file.id()));
                }
            }
            wrong.extend(settle::broken(&city.files));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_same_seed_gives_the_same_city_and_another_seed_another() {
        let standard = standard();
        let rows = |seed| of(&standard, 1, seed).files.into_iter().map(|file| file.rows).collect::<Vec<_>>();
        assert!(rows(1) == rows(1));
        assert!(rows(1) != rows(2));
    }
}
