//! "Did you mean …?"

/// The candidate nearest to `name`, if one is near enough to be a slip of the hand.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let score = strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &candidate.to_lowercase());
        // Of a name of two kanji, half may be wrong and the rest still say what was meant.
        let enough = if name.is_ascii() { 0.6 } else { 0.5 };
        if score >= enough && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let names = ["宛名番号", "氏名", "生年月日"];
        assert_eq!(did_you_mean("宛名番后", names).as_deref(), Some("宛名番号"));
        assert_eq!(did_you_mean("delimter", ["delimiter", "header"]).as_deref(), Some("delimiter"));
        assert_eq!(did_you_mean("zzz", names), None);
        assert_eq!(did_you_mean("cleanse", ["lang", "delivery"]), None);
    }
}
