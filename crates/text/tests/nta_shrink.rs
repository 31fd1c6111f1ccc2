//! `data/nta-shrink.tsv` against the crate `jntajis`, which carries 国税庁's map.

use jntajis::codec::translit::jnta_shrink_translit;

/// Every character that the map changes. `UTSUSHI_REGENERATE=1` writes the table.
#[test]
fn the_table_of_the_national_tax_agency_is_that_of_jntajis() {
    let mut made = String::from("ucs\tto_ucs\n");
    for character in '\u{80}'..='\u{3FFFF}' {
        let text = character.to_string();
        let Ok(to) = jnta_shrink_translit(&text, None) else { continue };
        if to != text {
            let codes: Vec<String> = to.chars().map(|to| format!("{:04X}", to as u32)).collect();
            made.push_str(&format!("{:04X}\t{}\n", character as u32, codes.join(" ")));
        }
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/nta-shrink.tsv");
    if std::env::var_os("UTSUSHI_REGENERATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == made);
}
