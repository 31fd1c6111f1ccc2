//! 簡体字 and 繁体字 in foreign residents' names, and the 正字 that 入管 writes for them.
//!
//! Source: 在留カード等の氏名の簡体字等から正字への対応 (平成23年法務省告示第582号), as `data/README.md` says.

use std::sync::LazyLock;

use crate::packed::{self, cells, hex};

/// From, rank (1 first), to. Sorted.
static TABLE: LazyLock<Vec<(char, u8, char)>> = LazyLock::new(|| {
    let text = packed::NYUKAN.text();
    let line = |line: &str| {
        let [_, from, _, to, rank] = cells(line);
        Some((char::from_u32(hex(from))?, rank.parse().ok()?, char::from_u32(hex(to))?))
    };
    let mut lines: Vec<(char, u8, char)> = text.lines().filter_map(line).collect();
    lines.sort_unstable();
    lines
});

/// What the table makes of one character.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seiji {
    /// The table does not have it: it stays.
    Same,
    /// The one target of the best rank.
    To(char),
    /// Several targets of the best rank: a person has to choose.
    Several(Vec<char>),
}

/// The 正字 of a character: rank 1 where it is alone there.
pub fn seiji(character: char) -> Seiji {
    let start = TABLE.partition_point(|line| line.0 < character);
    let rest = TABLE.get(start..).unwrap_or_default();
    let lines = rest.get(..rest.partition_point(|line| line.0 == character)).unwrap_or_default();
    let Some(best) = lines.first().map(|line| line.1) else { return Seiji::Same };
    let targets: Vec<char> = lines.iter().filter(|line| line.1 == best).map(|line| line.2).collect();
    match targets.as_slice() {
        [one] => Seiji::To(*one),
        _ => Seiji::Several(targets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rank_is_the_answer_where_it_is_alone() {
        assert_eq!(TABLE.len(), include_str!("../../data/nyukan-itaiji.tsv").lines().count() - 1);
        // U+20074: 1 is 亀, 2 is 龜.
        assert_eq!(seiji('\u{20074}'), Seiji::To('亀'));
        assert_eq!(seiji('あ'), Seiji::Same);
    }
}
