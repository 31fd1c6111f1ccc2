//! Numbers as people read them.

/// `1234567` → `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `part` of `whole` with one decimal, such as `3.1%`. Only nothing is 0%, and only everything is 100%.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 {
        return "0%".to_owned();
    }
    if part == whole {
        return "100%".to_owned();
    }
    match (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole) {
        0 => "<0.1%".to_owned(),
        1000 => ">99.9%".to_owned(),
        permille => format!("{}.{}%", permille / 10, permille % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn one_in_a_million_is_neither_nothing_nor_everything() {
        let of = |part| percent(part, 1_000_000);
        assert_eq!([of(0), of(1), of(31_000)], ["0%", "<0.1%", "3.1%"]);
        assert_eq!([of(999_999), of(1_000_000)], [">99.9%", "100%"]);
        assert_eq!(percent(u64::MAX / 2, u64::MAX), "50.0%");
    }
}
