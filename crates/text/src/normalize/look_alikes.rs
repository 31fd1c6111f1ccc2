use super::replace;

/// A character as Unicode sources write it, and the one that stands in the same cell of cp932, and so in the output:
/// the cells in which JIS's own table and Microsoft's differ, and JIS X 0201's ¥ and ‾.
const LOOK_ALIKES: [(char, char); 10] = [
    ('\u{2212}', '－'),
    ('\u{301C}', '～'),
    ('\u{2016}', '∥'),
    ('\u{2014}', '―'),
    ('\u{A2}', '￠'),
    ('\u{A3}', '￡'),
    ('\u{AC}', '￢'),
    ('\u{A5}', '￥'),
    ('\u{203E}', '￣'),
    ('\u{A6}', '￤'),
];

pub(super) fn apply(text: &str, out: &mut String) -> bool {
    replace(text, out, |character| {
        LOOK_ALIKES.iter().find(|known| known.0 == character).map(|known| known.1)
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Repertoire;

    #[test]
    fn what_cp932_refuses_becomes_what_it_has() {
        for (from, to) in LOOK_ALIKES {
            assert!(Repertoire::Cp932.first_problem(&from.to_string()).is_some(), "{from}");
            assert!(Repertoire::Cp932.first_problem(&to.to_string()).is_none(), "{to}");
        }
    }
}
