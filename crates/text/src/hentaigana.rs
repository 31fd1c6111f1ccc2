//! 変体仮名: kana in forms that went out of use in 1900 and live on in names of the koseki.

/// Code points, first and last, and the kana that they stand for.
///
/// Source: The Unicode Standard 10.0, Kana Supplement and Kana Extended-A, U+1B002–1B11E: the name of each character says its
/// readings (HENTAIGANA LETTER N-MU-MO-1), which `tests/hentaigana_names.rs` compares. U+1B000, 1B001 and 1B11F–1B122 are not
/// named so: archaic E, YE, YI and WU.
const FORMS: [(u32, u32, &str); 57] = [
    (0x1B002, 0x1B004, "あ"),
    (0x1B005, 0x1B005, "あを"),
    (0x1B006, 0x1B009, "い"),
    (0x1B00A, 0x1B00E, "う"),
    (0x1B00F, 0x1B013, "え"),
    (0x1B014, 0x1B016, "お"),
    (0x1B017, 0x1B021, "か"),
    (0x1B022, 0x1B022, "かけ"),
    (0x1B023, 0x1B02A, "き"),
    (0x1B02B, 0x1B031, "く"),
    (0x1B032, 0x1B037, "け"),
    (0x1B038, 0x1B03A, "こ"),
    (0x1B03B, 0x1B03B, "こき"),
    (0x1B03C, 0x1B043, "さ"),
    (0x1B044, 0x1B049, "し"),
    (0x1B04A, 0x1B051, "す"),
    (0x1B052, 0x1B056, "せ"),
    (0x1B057, 0x1B05D, "そ"),
    (0x1B05E, 0x1B061, "た"),
    (0x1B062, 0x1B068, "ち"),
    (0x1B069, 0x1B06C, "つ"),
    (0x1B06D, 0x1B06D, "つと"),
    (0x1B06E, 0x1B076, "て"),
    (0x1B077, 0x1B07C, "と"),
    (0x1B07D, 0x1B07D, "とら"),
    (0x1B07E, 0x1B086, "な"),
    (0x1B087, 0x1B08D, "に"),
    (0x1B08E, 0x1B08E, "にて"),
    (0x1B08F, 0x1B091, "ぬ"),
    (0x1B092, 0x1B097, "ね"),
    (0x1B098, 0x1B098, "ねこ"),
    (0x1B099, 0x1B09D, "の"),
    (0x1B09E, 0x1B0A8, "は"),
    (0x1B0A9, 0x1B0AF, "ひ"),
    (0x1B0B0, 0x1B0B2, "ふ"),
    (0x1B0B3, 0x1B0B9, "へ"),
    (0x1B0BA, 0x1B0C1, "ほ"),
    (0x1B0C2, 0x1B0C8, "ま"),
    (0x1B0C9, 0x1B0CF, "み"),
    (0x1B0D0, 0x1B0D3, "む"),
    (0x1B0D4, 0x1B0D5, "め"),
    (0x1B0D6, 0x1B0D6, "めま"),
    (0x1B0D7, 0x1B0DC, "も"),
    (0x1B0DD, 0x1B0E1, "や"),
    (0x1B0E2, 0x1B0E2, "やよ"),
    (0x1B0E3, 0x1B0E6, "ゆ"),
    (0x1B0E7, 0x1B0EC, "よ"),
    (0x1B0ED, 0x1B0F0, "ら"),
    (0x1B0F1, 0x1B0F7, "り"),
    (0x1B0F8, 0x1B0FD, "る"),
    (0x1B0FE, 0x1B101, "れ"),
    (0x1B102, 0x1B107, "ろ"),
    (0x1B108, 0x1B10C, "わ"),
    (0x1B10D, 0x1B111, "ゐ"),
    (0x1B112, 0x1B115, "ゑ"),
    (0x1B116, 0x1B11C, "を"),
    (0x1B11D, 0x1B11E, "んむも"),
];

/// The kana that a 変体仮名 stands for, each character of the answer one reading (N-MU-MO has three), or `None` if it is none.
///
/// For looking up and for finding candidates only: a name that is written with one keeps it.
pub fn hentaigana_readings(character: char) -> Option<&'static str> {
    let code = character as u32;
    let nth = FORMS.partition_point(|(first, ..)| *first <= code).checked_sub(1)?;
    FORMS.get(nth).filter(|(_, last, _)| code <= *last).map(|(.., readings)| *readings)
}

/// Every 変体仮名, in order.
pub(crate) fn hentaigana() -> impl Iterator<Item = char> {
    FORMS.iter().flat_map(|(first, last, _)| *first..=*last).filter_map(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_285_forms_have_readings_and_nothing_else_has() {
        let forms: Vec<char> = ('\0'..=char::MAX).filter(|one| hentaigana_readings(*one).is_some()).collect();
        assert_eq!((forms.len(), forms[0], forms[284]), (285, '\u{1B002}', '\u{1B11E}'));
        assert_eq!(hentaigana_readings('\u{1B002}'), Some("あ"));
        assert_eq!(hentaigana_readings('\u{1B11E}'), Some("んむも"));
        assert_eq!(hentaigana_readings('\u{1B001}'), None);
    }

    #[test]
    fn ranges_stand_in_order_and_do_not_overlap() {
        assert!(FORMS.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0));
    }
}
