//! The readings of 変体仮名 against the names that Unicode gives them, as Python knows them (skipped where there is no `python3`).

use std::process::Command;
use utsushi_text::hentaigana_readings;

/// The syllables of Unicode's names, and their kana.
const SYLLABLES: &str = "A あ I い U う E え O お KA か KI き KU く KE け KO こ SA さ SI し SU す SE せ SO そ TA た TI ち TU つ TE て TO と \
NA な NI に NU ぬ NE ね NO の HA は HI ひ HU ふ HE へ HO ほ MA ま MI み MU む ME め MO も YA や YU ゆ YO よ RA ら RI り RU る RE れ RO ろ \
WA わ WI ゐ WE ゑ WO を N ん";

fn kana(syllable: &str) -> &'static str {
    let known: Vec<&str> = SYLLABLES.split_whitespace().collect();
    let found = known.chunks(2).find(|pair| pair[0] == syllable);
    found.unwrap_or_else(|| panic!("an unknown syllable: {syllable}"))[1]
}

#[test]
fn readings_are_those_that_the_names_say() {
    let script = "import unicodedata as u\nfor c in range(0x1B000, 0x1B170): print('%X' % c, u.name(chr(c), ''), sep='|')";
    let Ok(told) = Command::new("python3").args(["-c", script]).output() else {
        println!("skipped: no python3 on this machine");
        return;
    };
    let mut forms = 0;
    for line in String::from_utf8(told.stdout).unwrap().lines() {
        let (code, name) = line.split_once('|').unwrap();
        let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        let readings = name.strip_prefix("HENTAIGANA LETTER ").map(|name| {
            let syllables = name.split('-').filter(|part| part.parse::<u8>().is_err());
            syllables.map(kana).collect::<String>()
        });
        assert_eq!(hentaigana_readings(character).map(str::to_owned), readings, "{line}");
        forms += usize::from(readings.is_some());
    }
    assert_eq!(forms, 285);
}
