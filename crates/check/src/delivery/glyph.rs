//! SET024: a gaiji of the list has a glyph: its font or its picture was delivered.
//!
//! Source: 文字情報基盤整備事業 (同定の考え方): without a glyph nobody can identify it.

use super::DeliveryFault;
use utsushi_findings::SET024;

/// A row of 外字一覧情報: its code, the font and the picture that it names, and whether a file of that name is there. A row
/// that names neither is the business of the layout's own rule.
///
/// # Errors
/// Neither was delivered.
pub fn check(
    code: &str,
    font: &str,
    picture: &str,
    there: impl Fn(&str) -> bool,
) -> Result<(), DeliveryFault> {
    let names: Vec<&str> = [font, picture].into_iter().filter(|name| !name.is_empty()).collect();
    if names.is_empty() || names.iter().any(|name| there(name)) {
        return Ok(());
    }
    Err(DeliveryFault { code: &SET024, text: format!("{code}: {}", names.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_the_font_or_the_picture_is_enough() {
        let there = |name: &str| name == "EUDC.TTE";
        assert!(check("F040", "EUDC.TTE", "f040.png", there).is_ok());
        assert!(check("F040", "", "", there).is_ok());
        assert_eq!(check("F041", "OLD.TTE", "", there).unwrap_err().text, "F041: OLD.TTE");
    }
}
