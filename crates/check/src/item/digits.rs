use super::Fault;
use utsushi_findings::ITM002;
use utsushi_text::count_characters;

/// ITM002: at most `limit` characters; a base with its variation selector is one.
#[inline]
pub(crate) fn check(value: &str, limit: u32) -> Result<(), Fault> {
    if value.len() <= limit as usize {
        return Ok(());
    }
    let count = count_characters(value);
    if count > limit as usize { Err(Fault::counts(&ITM002, limit.into(), count as u64)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variation_selector_does_not_count() {
        assert!(check("辻\u{e0102}邉\u{e0101}", 2).is_ok());
        assert_eq!(check("日本語", 2).unwrap_err(), Fault::counts(&ITM002, 2, 3));
    }
}
