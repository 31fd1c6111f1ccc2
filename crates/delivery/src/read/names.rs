//! What names have in common that people write differently, and which standard file a name means.

use std::collections::HashMap;
use std::sync::Arc;
use utsushi_layout::{FileLayout, Standard};
use utsushi_text::{KanaOptions, ascii_to_half_width, kana_to_full_width};

/// A name without what people write differently: width, case, spaces, hyphens, underscores, dots.
pub(super) fn fold(name: &str) -> String {
    let (mut half, mut folded) = (String::new(), String::new());
    ascii_to_half_width(name, &mut half);
    kana_to_full_width(&half, KanaOptions::default(), &mut folded);
    folded
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '.' | '・' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The standard's files by their names.
#[derive(Debug)]
pub(super) struct NameRules {
    /// With the business: `01.resident`, `juki_resident`, `01住民情報`.
    full: HashMap<String, Vec<usize>>,
    /// Alone: `resident`, `住民情報`, `住民情報ファイル`.
    plain: HashMap<String, Vec<usize>>,
    /// Folders of a business.
    businesses: HashMap<String, u32>,
    of: Vec<u32>,
}

impl NameRules {
    pub fn new(standard: &Standard, layouts: &[Arc<FileLayout>]) -> Self {
        let (mut full, mut plain) = (HashMap::<_, Vec<usize>>::new(), HashMap::<_, Vec<usize>>::new());
        let mut businesses = HashMap::new();
        for business in &standard.businesses {
            let number = business.number;
            let both = format!("{number:02}{}", business.name);
            for name in [&business.folder(), &business.slug, &business.name, &both, &format!("{number:02}")] {
                businesses.insert(fold(name), number);
            }
        }
        for (index, layout) in layouts.iter().enumerate() {
            let mut names =
                vec![layout.slug.clone(), layout.name.clone(), format!("{}ファイル", layout.name)];
            names.extend(layout.name.strip_suffix("情報").map(str::to_owned));
            let business = standard.businesses.iter().find(|business| business.number == layout.business);
            for name in names {
                let number = layout.business;
                let mut prefixes =
                    vec![format!("{number:02}"), number.to_string(), layout.business_slug.clone()];
                prefixes.push(layout.folder());
                prefixes.extend(business.map(|business| business.name.clone()));
                prefixes.extend(business.map(|business| format!("{number:02}{}", business.name)));
                for prefix in prefixes {
                    add(&mut full, fold(&format!("{prefix}{name}")), index);
                }
                add(&mut plain, fold(&name), index);
            }
        }
        let of = layouts.iter().map(|layout| layout.business).collect();
        NameRules { full, plain, businesses, of }
    }

    /// The files that a path may mean: one, if its name or the folders above it say so; several, if only its name does.
    pub fn of(&self, path: &str) -> Vec<usize> {
        let mut parts: Vec<&str> = path.split('/').collect();
        let Some(name) = parts.pop() else { return Vec::new() };
        let business = parts.iter().rev().find_map(|part| self.businesses.get(&fold(part)).copied());
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut stems = vec![stem];
        while let Some(shorter) = stems.last().and_then(|stem| without_number(stem)) {
            stems.push(shorter);
        }
        for stem in stems {
            let folded = fold(stem);
            let fits = |found: &Vec<usize>| -> Vec<usize> {
                let here = found.iter().copied().filter(|file| business.is_none_or(|b| self.of[*file] == b));
                here.collect()
            };
            for names in [&self.full, &self.plain] {
                if let Some(found) = names.get(&folded).map(fits).filter(|found| !found.is_empty()) {
                    return found;
                }
            }
        }
        Vec::new()
    }
}

fn add(map: &mut HashMap<String, Vec<usize>>, name: String, index: usize) {
    let slot = map.entry(name).or_default();
    if !slot.contains(&index) {
        slot.push(index);
    }
}

/// A stem without the number or date at its end: `resident_2`, `住民情報(3)`, `resident-20260401`.
pub(super) fn without_number(stem: &str) -> Option<&str> {
    let inner = stem.trim_end_matches([')', '）']);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let shorter = inner.trim_end_matches(digit);
    let shorter = if shorter.len() < inner.len() { shorter } else { return None };
    let shorter = shorter.trim_end_matches(['_', '-', '.', ' ', '(', '（', '＿', '－']);
    (!shorter.is_empty()).then_some(shorter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn found(path: &str) -> Vec<String> {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layouts: Vec<Arc<FileLayout>> = standard.files().cloned().map(Arc::new).collect();
        NameRules::new(&standard, &layouts).of(path).iter().map(|index| layouts[*index].id()).collect()
    }

    #[test]
    fn a_name_means_its_file_however_people_write_it() {
        for path in [
            "data/01_juki/resident.csv",
            "RESIDENT_20260401.CSV",
            "01.resident.parquet",
            "住民情報ファイル.csv",
            "ＪＵＫＩ＿ｒｅｓｉｄｅｎｔ.csv",
            "01住民基本台帳/住民.csv",
            "住民情報(2).csv",
        ] {
            assert_eq!(found(path), ["01.resident"], "{path}");
        }
        assert_eq!(found("読んでください.txt"), Vec::<String>::new());
    }

    #[test]
    fn a_name_that_several_businesses_use_needs_its_folder() {
        assert!(found("mailing_address.csv").len() > 1);
        assert_eq!(found("固定資産税/mailing_address.csv"), ["07.mailing_address"]);
        assert_eq!(found("kotei_mailing_address.csv"), ["07.mailing_address"]);
    }
}
