//! Pages and figures made of what the store holds, as values that the screen and the command line write.

pub mod handover;
