using FlowSensor.Engine.Storage.Access;

namespace FlowSensor.Engine.Tests.Storage.Access;

public sealed class PasswordHashTests
{
    [Fact]
    public void Of_SamePasswordTwice_HasTwoSaltsAndFitsBoth()
    {
        PasswordHash first = PasswordHash.Of("correct horse battery");
        PasswordHash second = PasswordHash.Of("correct horse battery");

        Assert.NotEqual(first.ToString(), second.ToString());
        Assert.True(PasswordHash.TryParse(first.ToString(), out PasswordHash? read));
        Assert.True(read!.Fits("correct horse battery"));
        Assert.False(read.Fits("correct horse batterY"));
        Assert.False(read.Fits(""));
    }

    [Fact]
    public void TryParse_KnownVector_Fits()
    {
        // Computed with Python's hashlib.pbkdf2_hmac("sha512", "pässword-密碼", bytes(range(16)), 100000).
        const string Known = "pbkdf2-sha512$100000$AAECAwQFBgcICQoLDA0ODw==$dRZQJHYJ+r8ZuA9qtCmI+tiJXPSTcLXFV3Ailygok/B2AxOP8K/hyOPDw47Ih+k7uqEp+lDTZJq/3NqILkO3gw==";

        Assert.True(PasswordHash.TryParse(Known, out PasswordHash? hash));
        Assert.True(hash!.Fits("pässword-密碼"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("pbkdf2-sha512$1$AAECAwQFBgcICQoLDA0ODw==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("pbkdf2-sha512$99999999999$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha512$210000$AAEC$AAAA")]
    [InlineData("pbkdf2-sha512$210000$AAECAwQFBgcICQoLDA0ODw==$")]
    [InlineData("pbkdf2-sha512$210000$%%%%$%%%%")]
    [InlineData("argon2id$210000$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    public void TryParse_WhatIsNone_IsRefused(string text) => Assert.False(PasswordHash.TryParse(text, out _));
}
