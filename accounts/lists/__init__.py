"""The lists an admin keeps: lost reasons, competitors, kinds of follow-ups, labels. Their history stays true."""
