//! On the screen.
