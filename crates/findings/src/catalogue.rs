//! All codes, in the order of the reference page.

use crate::*;

/// Every code there is.
pub static CATALOGUE: &[&Entry] = &[
    &CHR001, &CHR002, &CHR003, &CHR004, &CHR005, &CHR006, &CHR007, &CHR008, &CHR013, &CHR014, &CHR015,
    &CHR016, &CHR017, &CHR018, &CHR019, &CHR020, &FMT001, &FMT002, &FMT003, &FMT004, &FMT005, &FMT006,
    &FMT007, &FMT008, &FMT009, &FMT010, &FMT011, &FMT012, &FMT013, &FMT014, &MAP001, &MAP002, &MAP003,
    &MAP004, &MAP005, &MAP006, &MAP010, &MAP011, &MAP012, &MAP013, &ITM001, &ITM002, &ITM003, &ITM004,
    &COD001, &DAT001, &DAT002, &DAT003, &DAT004, &DAT005, &NUM001, &NUM002, &NUM003, &NUM004, &REC001,
    &REC002, &REC003, &REC004, &REC005, &REC006, &REC007, &REC008, &REC009, &REC010, &REC011, &REC012,
    &REC013, &REC014, &REC015, &REC016, &REC017, &REC018, &REC019, &REC020, &REC021, &DUP001, &DUP002,
    &DUP003, &DUP004, &DUP010, &DUP011, &DUP012, &DUP013, &DUP014, &REF001, &REF002, &REF003, &REF004,
    &REF005, &REF006, &REF007, &REF008, &REF009, &REF010, &REF011, &SET001, &SET002, &SET003, &SET004,
    &SET005, &SET006, &SET007, &SET008, &SET009, &SET010, &SET011, &SET012, &SET013, &SET014, &SET015,
    &SET016, &SET017, &SET018, &SET019, &SET020, &SET021, &SET022, &SET023, &SET024, &SET025, &SET026,
    &SET027, &SET028, &SET029, &SET030, &SET031, &SET032,
];

/// The code called `id`, in any case.
pub fn find(id: &str) -> Option<Code> {
    CATALOGUE.iter().find(|entry| entry.id.eq_ignore_ascii_case(id)).map(|entry| Code(entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_groups() {
        let ids: Vec<&str> = CATALOGUE.iter().map(|entry| entry.id).collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        assert!(CATALOGUE.windows(2).all(|pair| pair[0].group <= pair[1].group));
    }

    #[test]
    fn every_file_of_a_group_is_in_the_catalogue() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for group in std::fs::read_dir(root).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
            for file in std::fs::read_dir(group.path()).unwrap().flatten() {
                let name = file.file_name().to_string_lossy().replace(".rs", "");
                assert!(name == "mod" || find(&name).is_some(), "{name} is not in the catalogue");
            }
        }
    }
}
